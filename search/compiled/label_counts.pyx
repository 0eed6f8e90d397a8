"""The most frequent labels among documents (see ``search.engines.embedded.label_counts``), counted one after another.

Once enough labels count more than the next has documents, it and those after it are not counted.
"""

cimport cython
import numpy as np

from search.compiled.bits cimport Bits, _size
from search.compiled.heaps cimport sink

from search.results import FacetValue

cdef enum:
    CODE_BITS = 32

cdef long long ANY_CODE = 0xFFFFFFFF


def of_blocks(blocks, const Bits[::1] matched, Py_ssize_t limit, shown, double cost_of_document):
    largest = np.zeros(limit, dtype=np.int64)
    cdef long long[::1] heap = largest
    cdef Sets sets
    cdef bint is_first = True
    for block in blocks:
        if block.opened is None:
            block.opened = Sets(block)
        sets = block.opened
        if heap[0] >> CODE_BITS > sets.sizes[0]:
            break
        if not is_first and cost_of_document * _size(matched) < sets.words.shape[0]:
            return None
        _add_labels(heap, sets, matched)
        is_first = False
    largest.sort()
    return _falling(heap, shown)


cdef int _add_labels(long long[::1] heap, Sets sets, const Bits[::1] matched) except -1:
    """Puts the labels into the heap, each with the documents that it has of a set, until no other can come before those there."""
    cdef Py_ssize_t label, end
    cdef long long key
    for label in range(sets.codes.shape[0]):
        if heap[0] >> CODE_BITS > sets.sizes[label]:
            break
        end = sets.starts[label + 1] if label + 1 < sets.starts.shape[0] else sets.words.shape[0]
        key = <long long> _count(sets.words, sets.bits, matched, sets.starts[label], end) << CODE_BITS
        key += ANY_CODE - sets.codes[label]
        if key > heap[0]:
            sink(heap, 0, key)
    return 0


cdef class Sets:
    """What is read of a block: opened once, and kept with it."""

    cdef const long long[::1] codes, sizes, starts
    cdef const int[::1] words
    cdef const Bits[::1] bits

    def __init__(self, block):
        self.codes, self.sizes, self.starts = block.codes, block.sizes, block.starts
        self.words, self.bits = block.words, block.bits


def in_order(keys, shown):
    return _falling(np.sort(keys), shown)


cdef list _falling(const long long[::1] ascending, shown):
    """The labels with these keys, the last first."""
    cdef Py_ssize_t place
    cdef list values = []
    for place in range(ascending.shape[0] - 1, -1, -1):
        if ascending[place] <= ANY_CODE:
            break
        values.append(FacetValue(shown[ANY_CODE - (ascending[place] & ANY_CODE)], ascending[place] >> CODE_BITS))
    return values


@cython.boundscheck(False)
cdef Py_ssize_t _count(
    const int[::1] words,
    const Bits[::1] bits,
    const Bits[::1] matched,
    Py_ssize_t start,
    Py_ssize_t end,
) except -1:
    """How many of the bits in some words are in a set."""
    cdef Py_ssize_t place, count = 0
    cdef Bits word
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
