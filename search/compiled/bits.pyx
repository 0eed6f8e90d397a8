"""Sets of documents as bits (see ``search.engines.embedded.bits``)."""

cimport cython


def united(sets):
    together = sets[0].copy() if len(sets) > 1 else sets[0]
    for other in sets[1:]:
        _join(together, other)
    return together


def size(const Bits[::1] bits):
    return _size(bits)


@cython.boundscheck(False)
cdef int _join(Bits[::1] bits, const Bits[::1] others) except -1:
    cdef Py_ssize_t place
    if bits.shape[0] != others.shape[0]:
        raise ValueError("sets of other documents")
    for place in range(bits.shape[0]):
        bits[place] |= others[place]
    return 0


@cython.boundscheck(False)
cdef long long _size(const Bits[::1] bits) noexcept:
    """Adds up neighbouring bits, then pairs, then fours: several words at a time, where the processor's own count takes one."""
    cdef Py_ssize_t place
    cdef Bits word, total = 0
    for place in range(bits.shape[0]):
        word = bits[place]
        word -= (word >> 1) & 0x5555555555555555ULL
        word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL)
        word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL
        word += word >> 8
        word += word >> 16
        word += word >> 32
        total += word & 0x7F
    return <long long> total
