"""The scores of documents for any of several words (see ``search.engines.embedded.words``)."""

import numpy as np

from libc.math cimport pow
from search.compiled.scored_terms cimport _row


def scored(impacts, shares, double exponent, const int[::1] documents):
    scores, kept = np.zeros(documents.shape[0]), np.zeros(documents.shape[0])
    cdef double[::1] total = scores, covered = kept
    cdef double share
    cdef Py_ssize_t place
    for one, share in zip(impacts, shares):
        part = one.terms[0]
        if len(one.terms) == 1 and not hasattr(part, "freqs"):
            _add(part.docs, part.scores, share, documents, total, covered)
        else:
            _add_each(one.scores_of(np.asarray(documents)), share, total, covered)
    for place in range(documents.shape[0]):
        covered[place] = pow(covered[place], exponent)
        total[place] *= covered[place]
    return scores, kept


cdef int _add(
    const int[::1] docs,
    const double[::1] scores,
    double share,
    const int[::1] documents,
    double[::1] total,
    double[::1] covered,
) except -1:
    """Adds the scores of a word, and its share where it is."""
    cdef Py_ssize_t place, row = 0
    cdef int document, before = -1
    for place in range(documents.shape[0]):
        document = documents[place]
        row = _row(docs, document, row if document >= before else 0)
        before = document
        if row < docs.shape[0] and docs[row] == document:
            total[place] += scores[row]
            covered[place] += share
    return 0


cdef int _add_each(const double[::1] scores, double share, double[::1] total, double[::1] covered) except -1:
    cdef Py_ssize_t place
    for place in range(scores.shape[0]):
        total[place] += scores[place]
        if scores[place] > 0:
            covered[place] += share
    return 0
