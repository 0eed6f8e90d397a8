"""The most frequent labels among documents (see ``search.engines.embedded.label_counts``), counted one after another.

Once enough labels count more than the next has documents, it and those after it are not counted.
"""

cimport cython
import numpy as np

from search.compiled.heaps cimport sink

from search.results import FacetValue

cdef enum:
    CODE_BITS = 32

cdef long long ANY_CODE = 0xFFFFFFFF


def first_labels(const long long[::1] keys, block, const unsigned long long[::1] matched, Py_ssize_t limit):
    largest = np.zeros(limit, dtype=np.int64)
    cdef long long[::1] heap = largest
    if block.opened is None:
        block.opened = Sets(block)
    cdef Sets of = block.opened
    cdef Py_ssize_t label, end
    cdef long long key
    for key in keys:
        if key > heap[0]:
            sink(heap, 0, key)
    for label in range(of.codes.shape[0]):
        if heap[0] >> CODE_BITS > of.sizes[label]:
            break
        end = of.starts[label + 1] if label + 1 < of.starts.shape[0] else of.words.shape[0]
        key = (<long long> _count(of.words, of.bits, matched, of.starts[label], end) << CODE_BITS) + (ANY_CODE - of.codes[label])
        if key > heap[0]:
            sink(heap, 0, key)
    return largest


cdef class Sets:
    """What is read of a block: opened once, and kept with it."""

    cdef const long long[::1] codes, sizes, starts
    cdef const int[::1] words
    cdef const unsigned long long[::1] bits

    def __init__(self, block):
        self.codes, self.sizes, self.starts = block.codes, block.sizes, block.starts
        self.words, self.bits = block.words, block.bits


def in_order(keys, shown):
    ascending = keys.copy()
    ascending.sort()
    cdef const long long[::1] ordered = ascending
    cdef Py_ssize_t place
    values = []
    for place in range(ordered.shape[0] - 1, -1, -1):
        if ordered[place] <= ANY_CODE:
            break
        values.append(FacetValue(shown[ANY_CODE - (ordered[place] & ANY_CODE)], ordered[place] >> CODE_BITS))
    return values


@cython.boundscheck(False)
cdef Py_ssize_t _count(
    const int[::1] words,
    const unsigned long long[::1] bits,
    const unsigned long long[::1] matched,
    Py_ssize_t start,
    Py_ssize_t end,
) except -1:
    """How many of the bits in some words are in a set."""
    cdef Py_ssize_t place, count = 0
    cdef unsigned long long word
    if not 0 <= start <= end <= words.shape[0] or words.shape[0] != bits.shape[0]:
        raise IndexError("sets of labels that are not one after another")
    for place in range(start, end):
        if not 0 <= words[place] < matched.shape[0]:
            raise IndexError("a label of documents that are not there")
        word = matched[words[place]] & bits[place]
        word -= (word >> 1) & 0x5555555555555555ULL
        word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL)
        word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL
        count += (word * 0x0101010101010101ULL) >> 56
    return count
