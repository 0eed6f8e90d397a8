"""The best documents for any of several words (see ``search.engines.embedded.any_word``), scored in blocks of documents.

The largest score of each word in a block is known: their sum is the most that a document of the block can have. Most blocks cannot
reach the worst score of the page, and are left out; the documents of the others are scored exactly.
"""

cimport cython
import numpy as np

from libc.float cimport DBL_MIN
from libc.math cimport ceil, pow
from libc.stdlib cimport qsort
from libc.string cimport memset
from search.compiled.heaps cimport sink
from search.compiled.memory cimport ask_for
from search.compiled.scored_terms cimport _row

from search.engine import SCORE_DIGITS
from search.engines.embedded.impacts import OPENED, STEPS

ctypedef unsigned short Steps

cdef enum:
    BLOCK = 32  # documents, as in search.engines.embedded.impacts
    GROUP = 16  # blocks, each of every n-th: a segment is filled up to whole groups
    TOGETHER = 32  # blocks: their sums are in the processor's nearest memory

cdef double CLOSE = 10.0**-SCORE_DIGITS
cdef double STEPS_OF_ONE = STEPS


def best_of_many(words, allowed, Py_ssize_t wanted):
    cdef Best best = Best(words, allowed, wanted)
    best.bound()
    best.note(_largest(best.bounds if best.is_many else best.maxima, wanted))
    best.note(1)
    return best.found()


cdef class Best:
    """The documents noted, each with its score and what is kept in it.

    ``lowest`` is the worst score of the page so far, ``needed`` as many steps; ``bounds`` are the most steps that a document has in
    each block, ``maxima`` those of each group of blocks.
    """

    cdef list words
    cdef double exponent, lowest
    cdef Steps needed
    cdef Steps[::1] bounds, maxima
    cdef const unsigned char[::1] allowed
    cdef bint is_filtered, is_many
    cdef Py_ssize_t missing, noted
    cdef double[:, ::1] notes
    cdef double[::1] largest
    cdef double total[TOGETHER * BLOCK]
    cdef double covered[TOGETHER * BLOCK]

    def __init__(self, words, allowed, Py_ssize_t wanted):
        self.words = [Word(one, share) for one, share in zip(words.impacts, words.shares)]
        self.exponent, self.missing = words.exponent, min(wanted, words.impacts[0].count)
        self.lowest = DBL_MIN  # not the 0 of documents without any word
        self.is_filtered = allowed is not None
        if self.is_filtered:
            self.allowed = allowed.mask.view(np.uint8)
        groups = -(-words.impacts[0].count // (BLOCK * GROUP))
        self.is_many = 2 * wanted > groups
        self.bounds, self.maxima = np.zeros(groups * GROUP, dtype=np.uint16), np.zeros(groups, dtype=np.uint16)
        self.notes, self.largest = np.empty((2 * TOGETHER * BLOCK, 3)), np.zeros(self.missing)

    cdef int bound(self) except -1:
        cdef Word word
        for word in self.words:
            word.bound(self.bounds)
        _find_maxima(self.bounds, self.maxima)
        return 0

    cdef int note(self, Steps least) except -1:
        """Notes what may be among the best, from the blocks that can reach so many steps, and sets their bounds to 0."""
        cdef Py_ssize_t groups = self.maxima.shape[0], group, row, number = 0
        cdef int blocks[TOGETHER]
        if self.is_many:
            for row in range(GROUP * groups):
                number = self.choose(row, least, blocks, number)
        else:
            for group in range(groups):
                if self.maxima[group] >= least and self.maxima[group] >= self.needed:
                    for row in range(GROUP):
                        number = self.choose(row * groups + group, least, blocks, number)
        return self.score(blocks, number)

    @cython.boundscheck(False)
    cdef inline Py_ssize_t choose(self, Py_ssize_t block, Steps least, int* blocks, Py_ssize_t number) except -1:
        """Adds a block to the chosen ones, if it can reach so many steps; returns how many wait to be scored."""
        if self.bounds[block] < least or self.bounds[block] < self.needed:
            return number
        self.bounds[block] = 0
        blocks[number] = <int> block
        if number + 1 < TOGETHER:
            return number + 1
        self.score(blocks, TOGETHER)
        return 0

    cdef int score(self, const int* blocks, Py_ssize_t number) except -1:
        """Scores the documents of some blocks, and leaves their sums at 0."""
        cdef double total, share, covered = -1, kept = 0, score
        cdef Py_ssize_t place, document
        cdef Word word
        for word in self.words:
            word.score(blocks, number, self.total, self.covered)
        if self.noted + TOGETHER * BLOCK > self.notes.shape[0]:
            self.notes = np.concatenate((self.notes, self.notes))
        for place in range(number * BLOCK):
            total, share = self.total[place], self.covered[place]
            if total < self.lowest:
                continue
            if share != covered:
                covered, kept = share, pow(share, self.exponent)
            score, document = total * kept, blocks[place // BLOCK] * BLOCK + place % BLOCK
            if score < self.lowest or self.is_filtered and not self.allowed[document]:
                continue
            self.notes[self.noted, 0], self.notes[self.noted, 1], self.notes[self.noted, 2] = document, score, kept
            self.noted += 1
            if self.missing:
                self.missing -= 1
                sink(self.largest, self.missing, score)
            elif score > self.largest[0]:
                sink(self.largest, 0, score)
            if not self.missing:
                self.lowest = max(self.lowest, self.largest[0] - CLOSE)
                self.needed = <Steps> (self.lowest * STEPS_OF_ONE)
        memset(self.total, 0, number * BLOCK * sizeof(double))
        memset(self.covered, 0, number * BLOCK * sizeof(double))
        return 0

    cdef object found(self):
        """Those that are not below the lowest, ascending."""
        cdef Py_ssize_t place, found = 0
        cdef bint is_ascending = True
        for place in range(self.noted):
            if self.notes[place, 1] >= self.lowest:
                is_ascending = is_ascending and (not found or self.notes[found - 1, 0] < self.notes[place, 0])
                self.notes[found, 0], self.notes[found, 1] = self.notes[place, 0], self.notes[place, 1]
                self.notes[found, 2] = self.notes[place, 2]
                found += 1
        if not is_ascending:
            qsort(&self.notes[0, 0], found, 3 * sizeof(double), _by_document)
        documents, scores, kept = self.notes.base[:found].T
        return documents.astype(np.int64), scores.copy(), kept.copy()


cdef int _by_document(const void* one, const void* other) noexcept nogil:
    cdef double difference = (<const double*> one)[0] - (<const double*> other)[0]
    return (difference > 0) - (difference < 0)


cdef class Postings:
    """What is read of a word: opened once, and kept with it."""

    cdef const int[::1] docs, starts
    cdef const double[::1] scores
    cdef const Steps[::1] peaks
    cdef bint is_frequent

    def __init__(self, impacts):
        self.docs, self.scores = impacts.docs, impacts.scores
        if self.docs.shape[0] != self.scores.shape[0]:
            raise ValueError("scores of other documents")
        blocks = impacts.blocks
        self.is_frequent = blocks is not None
        if self.is_frequent:
            self.starts, self.peaks = blocks.starts, blocks.peaks


cdef class Word:
    """A word of a query, and how far its documents are scored."""

    cdef Postings of
    cdef double share
    cdef Py_ssize_t place

    def __cinit__(self, impacts, double share):
        if impacts.opened is None:
            impacts.opened = Postings(impacts)
            impacts.size += OPENED
        self.of, self.share = impacts.opened, share

    cdef int bound(self, Steps[::1] bounds) except -1:
        """Adds its largest score in each block."""
        return _add(self.of.peaks, bounds) if self.of.is_frequent else _add_peaks(self.of.docs, self.of.scores, bounds)

    @cython.boundscheck(False)
    cdef int score(self, const int* blocks, Py_ssize_t number, double* total, double* covered) except -1:
        """Adds its scores in some blocks, after those that it was asked for before; and its share where it is."""
        cdef Py_ssize_t one, first, document, place
        cdef Py_ssize_t places[TOGETHER]
        self.find(blocks, number, places)
        for one in range(number):
            first = <Py_ssize_t> blocks[one] * BLOCK
            if places[one] < 0:
                raise IndexError("a block that begins before all documents")
            for place in range(places[one], self.of.docs.shape[0]):
                document = self.of.docs[place] - first
                if document >= BLOCK:
                    break
                if document < 0:
                    raise IndexError("documents that do not ascend")
                total[one * BLOCK + document] += self.of.scores[place]
                covered[one * BLOCK + document] += self.share
        return 0

    cdef int find(self, const int* blocks, Py_ssize_t number, Py_ssize_t* places) except -1:
        """Where its documents in some blocks begin.

        Of a word with many documents, their scores are asked for at once: one after the other, each would be waited for.
        """
        cdef Py_ssize_t one, place = self.place
        for one in range(number):
            if self.of.is_frequent:
                place = self.of.starts[blocks[one]]
                if 0 <= place < self.of.docs.shape[0]:
                    ask_for(&self.of.docs[place])
                    ask_for(&self.of.scores[place])
                    ask_for(&self.of.scores[place] + 8)  # those of a block are longer than what comes at once
            else:
                if place and self.of.docs[place - 1] >= blocks[one] * BLOCK:
                    place = 0
                place = _row(self.of.docs, blocks[one] * BLOCK, place)
            places[one] = place
        self.place = place
        return 0


@cython.boundscheck(False)
cdef int _add(const Steps[::1] peaks, Steps[::1] bounds) except -1:
    cdef Py_ssize_t block
    if peaks.shape[0] != bounds.shape[0]:
        raise ValueError("blocks of other documents")
    for block in range(bounds.shape[0]):
        bounds[block] += peaks[block]
    return 0


cdef int _add_peaks(const int[::1] docs, const double[::1] scores, Steps[::1] bounds) except -1:
    """Adds the largest score in each block of a word that few documents have."""
    cdef Py_ssize_t place, block, current = 0
    cdef double most = 0
    for place in range(docs.shape[0]):
        block = docs[place] // BLOCK
        if block != current:
            bounds[current] += <Steps> ceil(most * STEPS_OF_ONE)
            current, most = block, 0
        most = max(most, scores[place])
    bounds[current] += <Steps> ceil(most * STEPS_OF_ONE)
    return 0


@cython.boundscheck(False)
cdef int _find_maxima(const Steps[::1] bounds, Steps[::1] maxima) except -1:
    cdef Py_ssize_t row, group, groups = maxima.shape[0]
    cdef Steps bound
    if bounds.shape[0] != groups * GROUP:
        raise ValueError("blocks of other groups")
    for row in range(GROUP):
        for group in range(groups):
            bound = bounds[row * groups + group]
            maxima[group] = bound if bound > maxima[group] else maxima[group]
    return 0


@cython.boundscheck(False)
cdef Steps _largest(const Steps[::1] values, Py_ssize_t number) except? 0:
    """The ``number``-th largest value; 1 when there are fewer, or when it is less."""
    cdef Py_ssize_t place
    if number > values.shape[0]:
        return 1
    cdef Steps[::1] heap = np.ones(number, dtype=np.uint16)
    for place in range(values.shape[0]):
        if values[place] > heap[0]:
            sink(heap, 0, values[place])
    return heap[0]
