"""The scores of documents for any of several words (see ``search.engines.embedded.words``)."""

cimport cython
import numpy as np

from libc.math cimport pow

cdef enum:
    FEW = 16  # documents compared at once


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


@cython.boundscheck(False)
cdef Py_ssize_t _row(const int[::1] listed, int document, Py_ssize_t low) except -1:
    """Where a document is among ascending ones, or would be: looked for from ``low`` on, in steps twice as long each time.

    The last few are compared all at once.
    """
    cdef Py_ssize_t step = FEW, middle, high, place
    cdef int before = 0
    if not 0 <= low <= listed.shape[0]:
        raise IndexError("a place beyond those listed")
    while low + step < listed.shape[0] and listed[low + step] < document:
        low += step
        step *= 2
    high = min(low + step, listed.shape[0])
    while high - low > FEW:
        middle = (low + high) // 2
        if listed[middle] < document:
            low = middle + 1
        else:
            high = middle
    if low + FEW <= listed.shape[0]:
        for place in range(FEW):
            before += listed[low + place] < document
    else:
        for place in range(low, high):
            before += listed[place] < document
    return low + before
