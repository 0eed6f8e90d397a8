"""The scores of terms in a few documents (see ``search.engines.embedded.scored_terms``)."""

import numpy as np

from search.compiled.ascending cimport ask_for_first, find_all
from search.compiled.memory cimport ask_for

cdef enum:
    TOGETHER = 64  # documents looked for at once

KINDS = (np.uint8, np.uint16, np.int32, np.uint32)
"""Types of frequencies; those of 32 bits are read as signed, which so many are."""

ctypedef fused Frequency:
    unsigned char
    unsigned short
    int


def summed(parts, const int[::1] documents):
    scores = np.zeros(documents.shape[0])
    cdef double[::1] total = scores
    cdef list terms = []
    cdef Term term
    for part in parts:
        if hasattr(part, "freqs"):
            term = _opened(part)
            term.ask(documents)
            terms.append(term)
        else:
            scores += part.scores_of(np.asarray(documents))
    for term in terms:
        if term.width == 1:
            _add(<const unsigned char*> term.freqs, term, documents, total)
        elif term.width == 2:
            _add(<const unsigned short*> term.freqs, term, documents, total)
        else:
            _add(<const int*> term.freqs, term, documents, total)
    return scores


cdef Term _opened(part):
    if part.opened is None:
        part.opened = Term(part)
    return part.opened


cdef class Term:
    """What is read of a term, in a few bytes near each other: opened once, and kept with it.

    ``number`` are the documents listed, or 0 where ``freqs`` are those of all ``count`` documents.
    """

    cdef tuple arrays  # hold the memory
    cdef const int* listed
    cdef const void* freqs
    cdef const double* norms
    cdef Py_ssize_t number, count
    cdef double numerator
    cdef int width

    def __init__(self, term):
        self.arrays = (term.freqs, term.norms, term.listed)
        cdef const unsigned char[::1] freqs = self.arrays[0].view(np.uint8)
        cdef const double[::1] norms = self.arrays[1]
        cdef const int[::1] listed = self.arrays[2]
        self.freqs, self.width = &freqs[0], term.freqs.itemsize
        self.norms, self.count, self.numerator = &norms[0], norms.shape[0], term.numerator
        if listed is not None:
            self.listed, self.number = &listed[0], listed.shape[0]
        if len(term.freqs) != (self.number or self.count):
            raise ValueError("frequencies of other documents")
        if term.freqs.dtype not in KINDS:
            raise ValueError("frequencies that are none")

    cdef int ask(self, const int[::1] documents) except -1:
        """Asks the memory for what is read first; raises IndexError for documents that are not there."""
        cdef Py_ssize_t place
        for place in range(documents.shape[0]):
            if not 0 <= documents[place] < self.count:
                raise IndexError("documents that are not there")
            ask_for(self.norms + documents[place])
            if not self.number:
                ask_for(<const char*> self.freqs + documents[place] * self.width)
        if self.number:
            ask_for_first(self.listed, self.number)
        return 0


cdef int _add(const Frequency* freqs, Term term, const int[::1] documents, double[::1] total) except -1:
    """Adds the scores of one term: of the documents that are listed, or of all of them."""
    cdef Py_ssize_t place, first
    cdef double freq
    if term.number:
        for first in range(0, documents.shape[0], TOGETHER):
            _add_listed(freqs, term, documents[first : first + TOGETHER], total[first : first + TOGETHER])
        return 0
    for place in range(documents.shape[0]):
        freq = freqs[documents[place]]
        total[place] += freq / (freq + term.norms[documents[place]]) * term.numerator
    return 0


cdef int _add_listed(const Frequency* freqs, Term term, const int[::1] documents, double[::1] total) except -1:
    cdef Py_ssize_t rows[TOGETHER]
    cdef Py_ssize_t place, row
    cdef double freq
    find_all(term.listed, term.number, &documents[0], documents.shape[0], rows)
    for place in range(documents.shape[0]):
        row = rows[place]
        if row < term.number and term.listed[row] == documents[place]:
            freq = freqs[row]
            total[place] += freq / (freq + term.norms[documents[place]]) * term.numerator
    return 0
