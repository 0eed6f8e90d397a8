"""The scores of the best documents put together (see ``search.engines.embedded.refinement``)."""

import numpy as np


def with_added(const double[::1] scores, const double[::1] kept, const double[::1] added, const long long[::1] places):
    together = np.empty(places.shape[0])
    cdef double[::1] total = together
    cdef Py_ssize_t place
    for place in range(places.shape[0]):
        total[place] = scores[places[place]] + added[place] * kept[places[place]]
    return together


def with_shares(const double[::1] scores, shares):
    together = np.zeros(scores.shape[0])
    cdef double[::1] total = together
    cdef const double[::1] share
    cdef double best = scores[0]
    cdef Py_ssize_t place
    for share in shares:
        for place in range(scores.shape[0]):
            total[place] += share[place]
    for place in range(scores.shape[0]):
        best = max(best, scores[place])
    for place in range(scores.shape[0]):
        total[place] = scores[place] + best * total[place]
    return together
