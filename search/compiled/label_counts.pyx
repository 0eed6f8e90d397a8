"""The most frequent labels among documents (see ``search.engines.embedded.label_counts``), counted one after another.

Once enough labels count more than the next has documents, it and those after it are not counted.
"""

cimport cython
import numpy as np

from libc.stdlib cimport qsort
from search.compiled.bits cimport Bits, number_in, number_of
from search.compiled.heaps cimport sink

from search.results import FacetValue

cdef enum:
    CODE_BITS = 32

cdef long long ANY_CODE = 0xFFFFFFFF


def of_fields(fields, const Bits[::1] matched, Py_ssize_t limit):
    cdef long long[::1] heap = np.zeros(limit, np.int64)
    return [_of_blocks(field, matched, heap) for field in fields]


cdef tuple _of_blocks(field, const Bits[::1] matched, long long[::1] heap):
    """The labels of a field, found in a heap of as many keys as labels are wanted; None when counting one by one is sooner."""
    cdef Sets sets
    cdef bint is_first = True
    cdef double cost_of_document = field.cost_of_document
    heap[:] = 0
    for block in field.blocks:
        if block.opened is None:
            block.opened = Sets(block)
        sets = block.opened
        if heap[0] >> CODE_BITS > sets.sizes[0]:
            break
        if not is_first and cost_of_document * number_in(matched) < sets.words.shape[0]:
            return None
        _add_labels(heap, sets, matched)
        is_first = False
    qsort(&heap[0], heap.shape[0], sizeof(long long), _ascending)
    return _falling(heap, field.shown)


cdef int _ascending(const void* one, const void* other) noexcept nogil:
    cdef long long left = (<const long long*> one)[0], right = (<const long long*> other)[0]
    return (left > right) - (left < right)


cdef int _add_labels(long long[::1] heap, Sets sets, const Bits[::1] matched) except -1:
    """Puts the labels into the heap, each with the documents that it has of a set, until no other can come before those there."""
    cdef Py_ssize_t label
    cdef long long key
    if sets.last >= matched.shape[0]:
        raise IndexError("labels of documents that are not there")
    for label in range(sets.codes.shape[0]):
        if heap[0] >> CODE_BITS > sets.sizes[label]:
            break
        key = <long long> _count(sets.words, sets.bits, matched, sets.starts[label], sets.starts[label + 1]) << CODE_BITS
        key += ANY_CODE - sets.codes[label]
        if key > heap[0]:
            sink(heap, 0, key)
    return 0


cdef class Sets:
    """What is read of a block: opened once, and kept with it. Its words are looked at then, ``last`` is the last of them."""

    cdef const long long[::1] codes, sizes, starts
    cdef const int[::1] words
    cdef const Bits[::1] bits
    cdef int last

    def __init__(self, block):
        cdef Py_ssize_t place
        self.codes, self.sizes, self.starts = block.codes, block.sizes, np.append(block.starts, len(block.words))
        self.words, self.bits, self.last = block.words, block.bits, block.words.max()
        for place in range(self.codes.shape[0]):
            if not 0 <= self.starts[place] <= self.starts[place + 1]:
                raise IndexError("sets of labels that are not one after another")
        if block.words.min() < 0 or self.words.shape[0] != self.bits.shape[0] or self.sizes.shape[0] != self.codes.shape[0]:
            raise IndexError("sets of other labels")


def in_order(keys, shown):
    return _falling(np.sort(keys), shown)


cdef tuple _falling(const long long[::1] ascending, shown):
    """The labels with these keys, the last first."""
    cdef Py_ssize_t place
    cdef list values = []
    for place in range(ascending.shape[0] - 1, -1, -1):
        if ascending[place] <= ANY_CODE:
            break
        values.append(FacetValue(shown[ANY_CODE - (ascending[place] & ANY_CODE)], ascending[place] >> CODE_BITS))
    return tuple(values)


@cython.boundscheck(False)
cdef Py_ssize_t _count(
    const int[::1] words,
    const Bits[::1] bits,
    const Bits[::1] matched,
    Py_ssize_t start,
    Py_ssize_t end,
) noexcept:
    """How many of the bits in some words are in a set."""
    cdef Py_ssize_t place, count = 0
    for place in range(start, end):
        count += number_of(matched[words[place]] & bits[place])
    return count
