"""What stands near each other in a few texts (see ``search.engines.embedded.proximity``)."""

import numpy as np


def in_titles(titles, const int[::1] documents, const double[::1] norms, families, query, weights, int span):
    cdef const long long[::1] starts = titles.starts
    cdef const int[::1] stems = titles.stems, rows = np.array(query, dtype=np.int32)
    cdef const int[:, ::1] ranges = np.array(families, dtype=np.int32)
    cdef const double[::1] weighed = np.array(weights, dtype=np.float64)
    cdef Py_ssize_t pairs = rows.shape[0] - 1, place, first, end, word, near, thing
    cdef int[::1] counts = np.zeros(weighed.shape[0], dtype=np.int32)
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    for place in range(documents.shape[0]):
        counts[:] = 0
        first, end = starts[documents[place]], starts[documents[place] + 1]
        for word in range(first, end):
            for thing in range(ranges.shape[0]):
                counts[thing] += ranges[thing, 0] <= stems[word] < ranges[thing, 1]
            for thing in range(pairs):
                if stems[word] == rows[thing]:
                    for near in range(max(first, word - span), min(end, word + span + 1)):
                        counts[ranges.shape[0] + thing] += stems[near] == rows[thing + 1]
        total[place] = _scored(counts, weighed, norms[documents[place]])
    return scores


def in_bodies(bodies, const int[::1] documents, const double[::1] norms, query, weights):
    cdef const long long[::1] starts = bodies.starts
    cdef const int[::1] stems = bodies.stems, rows = np.array(query, dtype=np.int32)
    cdef const double[::1] weighed = np.array(weights, dtype=np.float64)
    cdef Py_ssize_t place, word, pair
    cdef int[::1] counts = np.zeros(weighed.shape[0], dtype=np.int32)
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    for place in range(documents.shape[0]):
        counts[:] = 0
        for word in range(starts[documents[place]], starts[documents[place] + 1] - 1):
            for pair in range(weighed.shape[0]):
                counts[pair] += (stems[word] == rows[pair]) & (stems[word + 1] == rows[pair + 1])
        total[place] = _scored(counts, weighed, norms[documents[place]])
    return scores


cdef double _scored(const int[::1] counts, const double[::1] weights, double norm):
    cdef double total = 0
    cdef Py_ssize_t thing
    for thing in range(counts.shape[0]):
        total += counts[thing] / (counts[thing] + norm) * weights[thing]
    return total
