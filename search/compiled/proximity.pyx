"""What stands near each other in a few texts (see ``search.engines.embedded.proximity``)."""

cimport cython
from cpython cimport array

import array
import numpy as np

from search.compiled.memory cimport ask_for


def in_titles(titles, const int[::1] documents, const double[::1] norms, families, query, weights, int span):
    cdef const long long[::1] starts = titles.starts
    cdef const int[::1] stems = titles.stems, rows = array.array("i", query)
    cdef const int[::1] lows = array.array("i", [low for low, _ in families]), highs = array.array("i", [high for _, high in families])
    cdef const double[::1] weighed = array.array("d", weights)
    cdef Py_ssize_t pairs = rows.shape[0] - 1, place, first, end, word, near, thing
    cdef int[::1] counts = array.array("i", bytes(4 * len(weights)))
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    _ask_for(starts, stems, documents)
    for place in range(documents.shape[0]):
        counts[:] = 0
        first, end = starts[documents[place]], starts[documents[place] + 1]
        for word in range(first, end):
            for thing in range(lows.shape[0]):
                counts[thing] += lows[thing] <= stems[word] < highs[thing]
            for thing in range(pairs):
                if stems[word] == rows[thing]:
                    for near in range(max(first, word - span), min(end, word + span + 1)):
                        counts[lows.shape[0] + thing] += stems[near] == rows[thing + 1]
        total[place] = _scored(counts, weighed, norms[documents[place]])
    return scores


def in_bodies(bodies, const int[::1] documents, const double[::1] norms, query, weights):
    cdef const long long[::1] starts = bodies.starts
    cdef const int[::1] stems = bodies.stems, rows = array.array("i", query)
    cdef const double[::1] weighed = array.array("d", weights)
    cdef Py_ssize_t place, pair
    cdef int[::1] counts = array.array("i", bytes(4 * len(weights)))
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    _ask_for(starts, stems, documents)
    for place in range(documents.shape[0]):
        for pair in range(weighed.shape[0]):
            counts[pair] = _followed(stems, starts[documents[place]], starts[documents[place] + 1], rows[pair], rows[pair + 1])
        total[place] = _scored(counts, weighed, norms[documents[place]])
    return scores


cdef int _ask_for(const long long[::1] starts, const int[::1] stems, const int[::1] documents) except -1:
    """Asks the memory for the beginnings of texts, which are waited for together; what follows comes by itself."""
    cdef Py_ssize_t place, first
    for place in range(documents.shape[0]):
        first = starts[documents[place]]
        if 0 <= first < stems.shape[0]:
            ask_for(&stems[first])
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


cdef double _scored(const int[::1] counts, const double[::1] weights, double norm) except? -1:
    cdef double total = 0
    cdef Py_ssize_t thing
    for thing in range(counts.shape[0]):
        total += counts[thing] / (counts[thing] + norm) * weights[thing]
    return total
