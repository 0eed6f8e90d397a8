"""The largest values of many, kept as a heap with the least of them first."""

ctypedef fused Value:
    long long
    double


cdef inline int sink(Value[::1] heap, Py_ssize_t place, Value value) except -1:
    """Puts a value at a place, or at one below it; what is there is lost: at place 0 the least, in the place of a larger one."""
    cdef Py_ssize_t child = 2 * place + 1
    while child < heap.shape[0]:
        if child + 1 < heap.shape[0] and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = value
    return 0
