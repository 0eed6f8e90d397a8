"""The scores of terms in a few documents (see ``search.engines.embedded.scored_terms``)."""

cimport cython
import numpy as np

cdef enum:
    FEW = 16  # documents compared at once

ctypedef fused Frequencies:
    const unsigned char[::1]
    const unsigned short[::1]
    const int[::1]


def summed(parts, const int[::1] documents):
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    cdef const unsigned char[::1] small
    cdef const unsigned short[::1] middling
    cdef const int[::1] large, listed = None
    cdef const double[::1] norms
    cdef double numerator
    known = None
    for part in parts:
        if not hasattr(part, "freqs"):
            scores += part.scores_of(np.asarray(documents))
            continue
        if part.norms is not known:
            known = norms = part.norms
        freqs, listed, numerator = part.freqs, part.listed, part.numerator
        if freqs.itemsize == 1:
            small = freqs
            _add(small, listed, numerator, norms, documents, total)
        elif freqs.itemsize == 2:
            middling = freqs
            _add(middling, listed, numerator, norms, documents, total)
        else:
            large = freqs.astype(np.int32, copy=False)
            _add(large, listed, numerator, norms, documents, total)
    return scores


cdef int _add(
    Frequencies freqs,
    const int[::1] listed,
    double numerator,
    const double[::1] norms,
    const int[::1] documents,
    double[::1] total,
) except -1:
    """Adds the scores of one term: of the documents that are listed, or of all of them."""
    cdef Py_ssize_t place, row = 0
    cdef int document, before = -1
    cdef double freq
    for place in range(documents.shape[0]):
        document = documents[place]
        if listed is None:
            row = document
        else:
            row = _row(listed, document, row if document >= before else 0)
            before = document
            if row == listed.shape[0] or listed[row] != document:
                continue
        freq = freqs[row]
        total[place] += freq / (freq + norms[document]) * numerator
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
