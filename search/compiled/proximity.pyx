"""What stands near each other in a few texts (see ``search.engines.embedded.proximity``)."""

cimport cython
import numpy as np

from libc.string cimport memset
from search.compiled.memory cimport ask_for

cdef enum:
    MOST = 64  # words of a query
    LINE = 16  # stems that come from memory together
    OF_TITLE = 2  # such lines: most titles are no longer
    OF_BODY = 4  # what follows comes by itself


def in_titles(titles, const int[::1] documents, const double[::1] norms, families, query, weights, int span):
    cdef const long long[::1] starts = titles.starts
    cdef const int[::1] stems = titles.stems
    cdef int lows[MOST]
    cdef int highs[MOST]
    cdef int rows[MOST]
    cdef int counts[2 * MOST]
    cdef double weighed[2 * MOST]
    cdef Py_ssize_t alike = len(families), pairs = _read(query, weights, rows, weighed), place, first, end, word, near, thing
    if alike > MOST or alike + pairs != len(weights):
        raise ValueError("more words than are looked for, or other weights")
    for thing in range(alike):
        lows[thing], highs[thing] = families[thing]
    scores = np.empty(documents.shape[0])
    cdef double[::1] total = scores
    _ask(starts, stems, norms, documents, OF_TITLE)
    for place in range(documents.shape[0]):
        memset(counts, 0, (alike + pairs) * sizeof(int))
        first, end = starts[documents[place]], starts[documents[place] + 1]
        for word in range(first, end):
            for thing in range(alike):
                counts[thing] += lows[thing] <= stems[word] < highs[thing]
            for thing in range(pairs):
                if stems[word] == rows[thing]:
                    for near in range(max(first, word - span), min(end, word + span + 1)):
                        counts[alike + thing] += stems[near] == rows[thing + 1]
        total[place] = _scored(counts, weighed, alike + pairs, norms[documents[place]])
    return scores


def in_bodies(bodies, const int[::1] documents, const double[::1] norms, query, weights):
    cdef const long long[::1] starts = bodies.starts
    cdef const int[::1] stems = bodies.stems
    cdef int rows[MOST]
    cdef int counts[MOST]
    cdef double weighed[2 * MOST]
    cdef Py_ssize_t pairs = _read(query, weights, rows, weighed), place, pair
    if pairs != len(weights):
        raise ValueError("other weights")
    scores = np.empty(documents.shape[0])
    cdef double[::1] total = scores
    _ask(starts, stems, norms, documents, OF_BODY)
    for place in range(documents.shape[0]):
        for pair in range(pairs):
            counts[pair] = _followed(stems, starts[documents[place]], starts[documents[place] + 1], rows[pair], rows[pair + 1])
        total[place] = _scored(counts, weighed, pairs, norms[documents[place]])
    return scores


cdef Py_ssize_t _read(query, weights, int* rows, double* weighed) except -1:
    """Puts the words of a query and its weights where the loops read them; returns how many pairs of words there are."""
    cdef Py_ssize_t place
    if not 0 < len(query) <= MOST or len(weights) > 2 * MOST:
        raise ValueError("more words than are looked for")
    for place in range(len(query)):
        rows[place] = query[place]
    for place in range(len(weights)):
        weighed[place] = weights[place]
    return len(query) - 1


cdef int _ask(
    const long long[::1] starts,
    const int[::1] stems,
    const double[::1] norms,
    const int[::1] documents,
    Py_ssize_t lines,
) except -1:
    """Asks the memory for the first lines of texts and for their norms: one after the other, each would be waited for."""
    cdef Py_ssize_t place, first, line
    for place in range(documents.shape[0]):
        ask_for(&norms[documents[place]])
        first = starts[documents[place]]
        for line in range(lines):
            if 0 <= first < stems.shape[0] - line * LINE:
                ask_for(&stems[first + line * LINE])
    return 0


@cython.boundscheck(False)
cdef int _followed(const int[::1] stems, Py_ssize_t first, Py_ssize_t end, int one, int other) except -1:
    """How often a word follows another between two places."""
    cdef Py_ssize_t word
    cdef int count = 0
    if not 0 <= first <= end <= stems.shape[0]:
        raise IndexError("texts that are not one after another")
    for word in range(first, end - 1):
        count += (stems[word] == one) & (stems[word + 1] == other)
    return count


cdef double _scored(const int* counts, const double* weights, Py_ssize_t number, double norm) noexcept:
    cdef double total = 0
    cdef Py_ssize_t thing
    for thing in range(number):
        total += counts[thing] / (counts[thing] + norm) * weights[thing]
    return total
