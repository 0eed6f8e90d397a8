"""The best documents for any of several words (see ``search.engines.embedded.any_word``), scored in blocks of documents.

The largest score of each word in a block is known: their sum is the most that a document of the block can have. Most blocks cannot
reach the worst score of the page, or not with the words that they have, and are left out; the documents of the others are scored
exactly.
"""

cimport cython
import numpy as np

from libc.float cimport DBL_MIN
from libc.math cimport ceil, pow
from libc.string cimport memset
from search.compiled.ascending cimport find_all
from search.compiled.bits cimport Bits, number_of
from search.compiled.heaps cimport sink
from search.compiled.memory cimport ask_for
from search.compiled.sorting cimport sort_rows

from search.engine import SCORE_DIGITS
from search.engines.embedded.impacts import BLOCK as KEPT_BLOCK
from search.engines.embedded.impacts import GROUP as KEPT_GROUP
from search.engines.embedded.impacts import STEPS

ctypedef unsigned short Steps

cdef enum:
    BLOCK = 16  # documents
    GROUP = 16  # blocks, each of every n-th: a segment is filled up to whole groups
    TOGETHER = 64  # blocks: their sums are in the processor's nearest memory
    LINE = 8  # scores that come from memory together
    OF_WORD = 4  # blocks of a word of bits

if (KEPT_BLOCK, KEPT_GROUP) != (BLOCK, GROUP):
    raise ImportError("Blocks are kept in other sizes than they are read in.")

cdef double CLOSE = 10.0**-SCORE_DIGITS
cdef double STEPS_OF_ONE = STEPS
cdef double ALMOST = STEPS * (1 - 1e-9)  # sums and powers are rounded


def matching(words, Py_ssize_t count):
    together = np.zeros((count + OF_WORD * BLOCK - 1) // (OF_WORD * BLOCK), np.uint64)
    cdef Bits[::1] bits = together
    for impacts in words.impacts:
        _join(_opened(impacts), bits)
    return together


@cython.boundscheck(False)
cdef int _join(Postings postings, Bits[::1] bits) except -1:
    cdef Py_ssize_t place
    cdef const Bits* own = postings.bits
    cdef const int* docs = postings.docs
    if postings.count > bits.shape[0] * OF_WORD * BLOCK or postings.words > bits.shape[0]:
        raise ValueError("a set of other documents")
    for place in range(postings.words):
        bits[place] |= own[place]
    if not postings.words:
        for place in range(postings.number):
            bits[docs[place] // (OF_WORD * BLOCK)] |= <Bits> 1 << docs[place] % (OF_WORD * BLOCK)
    return 0


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
    cdef int blocks[TOGETHER]
    cdef Steps most[TOGETHER]
    cdef Py_ssize_t left[TOGETHER]
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
        cdef Py_ssize_t group, number = 0
        for group in range(self.maxima.shape[0]):
            if self.maxima[group] >= max(least, self.needed):
                number = self.choose(group, max(least, self.needed), number)
            if number > TOGETHER - GROUP:
                self.score(number)
                number = 0
        return self.score(number)

    @cython.boundscheck(False)
    cdef inline Py_ssize_t choose(self, Py_ssize_t group, Steps least, Py_ssize_t number) except -1:
        """Adds the blocks of a group that can reach so many steps to those chosen, and returns how many these are."""
        cdef Py_ssize_t row, block
        cdef Steps most
        for row in range(GROUP):  # without a branch: most would be guessed wrongly
            block = row * self.maxima.shape[0] + group
            most = self.bounds[block]
            self.blocks[number], self.most[number] = <int> block, most
            self.bounds[block] = most * (most < least)
            number += most >= least
        return number

    cdef int score(self, Py_ssize_t number) except -1:
        """Scores the documents of the chosen blocks, and leaves their sums at 0."""
        cdef double total, share, covered = -1, kept = 0, score
        cdef Py_ssize_t place, document
        cdef Word word
        number = self.narrow(number)
        for word in self.words:
            word.score(self.left, number, self.total, self.covered)
        if self.noted + TOGETHER * BLOCK > self.notes.shape[0]:
            self.notes = np.concatenate((self.notes, self.notes))
        for place in range(number * BLOCK):
            total, share = self.total[place], self.covered[place]
            if total < self.lowest:
                continue
            if share != covered:
                covered, kept = share, pow(share, self.exponent)
            score, document = total * kept, self.blocks[self.left[place // BLOCK]] * BLOCK + place % BLOCK
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

    cdef Py_ssize_t narrow(self, Py_ssize_t number) except -1:
        """Leaves out the chosen blocks whose documents lack too many words, whatever their sum; returns how many are left."""
        cdef double shares[TOGETHER]
        cdef double covered = -1, kept = 0
        cdef Py_ssize_t one, left = 0
        cdef Word word
        memset(shares, 0, number * sizeof(double))
        for word in self.words:
            word.find(self.blocks, number, shares)
        for one in range(number):
            if shares[one] != covered:
                covered, kept = shares[one], pow(shares[one], self.exponent)
            if self.most[one] * kept >= self.lowest * ALMOST:
                self.left[left] = one
                left += 1
        for word in self.words:
            word.ask(self.left, left)
        return left

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
            sort_rows(&self.notes[0, 0], found, _by_document)
        numbers, all_scores, all_kept = np.empty(found, np.int64), np.empty(found), np.empty(found)
        cdef long long[::1] documents = numbers
        cdef double[::1] scores = all_scores, kept = all_kept
        for place in range(found):
            documents[place] = <long long> self.notes[place, 0]
            scores[place], kept[place] = self.notes[place, 1], self.notes[place, 2]
        return numbers, all_scores, all_kept


cdef int _by_document(const void* one, const void* other) noexcept nogil:
    cdef double difference = (<const double*> one)[0] - (<const double*> other)[0]
    return (difference > 0) - (difference < 0)


cdef class Postings:
    """What is read of a word, in a few bytes near each other: opened once, and kept with it.

    Its ``number`` documents of ``count`` are looked at then, the loops rely on them. A frequent one has bits in ``words`` words, and
    blocks.
    """

    cdef tuple arrays  # hold the memory
    cdef const int* docs
    cdef const double* scores
    cdef Py_ssize_t count, number, words, blocks
    cdef const Bits* bits
    cdef const int* starts
    cdef const Steps* peaks

    def __init__(self, impacts):
        self.arrays = (impacts.scores, impacts.docs)
        cdef const double[::1] scores = self.arrays[0]
        cdef const int[::1] docs = self.arrays[1], starts
        cdef const Bits[::1] bits
        cdef const Steps[::1] peaks
        if docs.shape[0] != scores.shape[0]:
            raise ValueError("scores of other documents")
        self.count = impacts.count
        _check(docs, self.count)
        self.docs, self.scores, self.number = &docs[0], &scores[0], docs.shape[0]
        if impacts.blocks is not None:
            self.arrays += (impacts.bits, impacts.blocks.starts, impacts.blocks.peaks)
            bits, starts, peaks = self.arrays[2:]
            if starts.shape[0] != bits.shape[0]:
                raise ValueError("blocks of other documents")
            self.bits, self.words, self.starts = &bits[0], bits.shape[0], &starts[0]
            self.peaks, self.blocks = &peaks[0], peaks.shape[0]


cdef Postings _opened(impacts):
    if impacts.opened is None:
        impacts.opened = Postings(impacts)
    return impacts.opened


cdef class Word:
    """A word of a query, and where its documents in the chosen blocks begin; ``here`` has a bit for each of them."""

    cdef Postings of
    cdef double share
    cdef Py_ssize_t places[TOGETHER]
    cdef Bits here[TOGETHER]

    def __cinit__(self, impacts, double share):
        self.of, self.share = _opened(impacts), share

    cdef int bound(self, Steps[::1] bounds) except -1:
        """Adds its largest score in each block."""
        return _add(self.of, bounds) if self.of.blocks else _add_peaks(self.of, bounds)

    cdef int find(self, const int* blocks, Py_ssize_t number, double* shares) except -1:
        """Finds its documents in some blocks, and adds its share for each that has any."""
        cdef Py_ssize_t one
        if self.of.blocks:
            self.find_by_bits(blocks, number)
        else:
            self.find_listed(blocks, number)
        for one in range(number):
            if self.here[one]:
                shares[one] += self.share
        return 0

    cdef int find_by_bits(self, const int* blocks, Py_ssize_t number) except -1:
        cdef Py_ssize_t one, word
        cdef int before
        for one in range(number):
            word, before = blocks[one] // OF_WORD, blocks[one] % OF_WORD * BLOCK
            if word >= self.of.words:
                raise IndexError("a block after all documents")
            self.here[one] = self.of.bits[word] >> before & (1 << BLOCK) - 1
            self.places[one] = self.of.starts[word] + number_of(self.of.bits[word] & (<Bits> 1 << before) - 1)
        return 0

    cdef int find_listed(self, const int* blocks, Py_ssize_t number) except -1:
        cdef Py_ssize_t one, place, document
        cdef int firsts[TOGETHER]
        for one in range(number):
            firsts[one] = blocks[one] * BLOCK
        find_all(self.of.docs, self.of.number, firsts, number, self.places)
        for one in range(number):
            self.here[one] = 0
            for place in range(self.places[one], self.of.number):
                document = self.of.docs[place] - firsts[one]
                if document >= BLOCK:
                    break
                self.here[one] |= <Bits> 1 << document
        return 0

    cdef int ask(self, const Py_ssize_t* blocks, Py_ssize_t number) except -1:
        """Asks for its scores in some of the blocks: one after the other, each would be waited for."""
        cdef Py_ssize_t one, place
        for one in range(number):
            place = self.places[blocks[one]]
            if not 0 <= place <= self.of.number - number_of(self.here[blocks[one]]):
                raise IndexError("documents that are not there")
            ask_for(self.of.scores + place)
            ask_for(self.of.scores + place + LINE)
        return 0

    cdef int score(self, const Py_ssize_t* blocks, Py_ssize_t number, double* total, double* covered) except -1:
        """Adds its scores in those blocks; and its share where it is."""
        cdef Py_ssize_t one, document, place
        cdef Bits here
        for one in range(number):
            place, here = self.places[blocks[one]], self.here[blocks[one]]
            while here:
                document = one * BLOCK + number_of((here & -here) - 1)
                total[document] += self.of.scores[place]
                covered[document] += self.share
                place += 1
                here &= here - 1
        return 0


@cython.boundscheck(False)
cdef int _check(const int[::1] docs, Py_ssize_t count) except -1:
    """Raises ValueError for documents that are not there, or do not ascend."""
    cdef Py_ssize_t place
    cdef int before = -1
    for place in range(docs.shape[0]):
        if docs[place] <= before:
            raise ValueError("documents that do not ascend")
        before = docs[place]
    if before >= count:
        raise ValueError("documents that are not there")
    return 0


@cython.boundscheck(False)
cdef int _add(Postings postings, Steps[::1] bounds) except -1:
    cdef Py_ssize_t block
    cdef const Steps* peaks = postings.peaks
    if postings.blocks != bounds.shape[0]:
        raise ValueError("blocks of other documents")
    for block in range(bounds.shape[0]):
        bounds[block] += peaks[block]
    return 0


cdef int _add_peaks(Postings postings, Steps[::1] bounds) except -1:
    """Adds the largest score in each block of a word that few documents have."""
    cdef Py_ssize_t place, block, current = 0
    cdef double most = 0
    for place in range(postings.number):
        block = postings.docs[place] // BLOCK
        if block != current:
            bounds[current] += <Steps> ceil(most * STEPS_OF_ONE)
            current, most = block, 0
        most = max(most, postings.scores[place])
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


cdef Steps _largest(const Steps[::1] values, Py_ssize_t number) except? 0:
    """The ``number``-th largest value, found bit by bit; 1 when there are fewer, or when it is less."""
    cdef int bit
    cdef Steps largest = 0
    for bit in range(15, -1, -1):
        if _at_least(values, largest | 1 << bit) >= number:
            largest |= 1 << bit
    return max(largest, 1)


@cython.boundscheck(False)
cdef int _at_least(const Steps[::1] values, Steps least) noexcept:
    """How many values are not less."""
    cdef Py_ssize_t place
    cdef int count = 0
    for place in range(values.shape[0]):
        count += values[place] >= least
    return count
