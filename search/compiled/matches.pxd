"""Finds the wanted words of texts (see ``search.compiled.matches``)."""

cdef enum:
    SLOTS = 512  # for chunks met in the texts, of which half are filled at most

ctypedef fused Character:
    const unsigned char
    const unsigned short
    const unsigned int

cdef struct Place:
    Py_ssize_t start, end
    int word, names


cdef class Places:
    cdef Place* at
    cdef Py_ssize_t count, room
    cdef int add(self, Py_ssize_t start, Py_ssize_t end, int word, int names) except -1


cdef class Finder:
    cdef Places found, known
    cdef dict words, numbers
    cdef list names, chunks
    cdef bytearray met
    cdef matches_of
    cdef bint has_digits
    cdef unsigned long long[::1] keys, masks
    cdef unsigned int[0x100] roles
    cdef int[SLOTS] slots
    cdef Py_ssize_t[SLOTS] ends
    cdef int read(self, str text, Py_ssize_t offset) except -1
    cdef frozenset names_met(self)
    cdef bint has_root(self, unsigned long long key) except -1
    cdef int add_chunk(self, Py_ssize_t chunk, Py_ssize_t offset) except -1
    cdef Py_ssize_t learn(self, str chunk, unsigned long long first, unsigned long long slot) except -1
