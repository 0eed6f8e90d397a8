"""Where some documents are in an ascending list."""

from libc.string cimport memset
from search.compiled.memory cimport ask_for

cdef enum:
    FIRST = 16  # places of a list that are looked at first


cdef inline void ask_for_first(const int* listed, Py_ssize_t length) noexcept nogil:
    """Asks the memory for what ``find_all`` looks at first."""
    cdef Py_ssize_t place
    for place in range(FIRST):
        ask_for(&listed[place * length // FIRST])


cdef inline void find_all(
    const int* listed, Py_ssize_t length, const int* documents, Py_ssize_t number, Py_ssize_t* rows
) noexcept nogil:
    """Where each document is among those listed, or would be. Nothing beyond the list is read, whatever is in it.

    Every step halves what is left for all of them: so their reads are waited for together, and no branch is guessed wrongly.
    """
    cdef Py_ssize_t left = length, half, place
    memset(rows, 0, number * sizeof(Py_ssize_t))
    while left > 1:
        half = left // 2
        for place in range(number):
            rows[place] += half * (listed[rows[place] + half - 1] < documents[place])
        left -= half
    if left:
        for place in range(number):
            rows[place] += listed[rows[place]] < documents[place]
