"""Sets of documents as bits (see ``search.engines.embedded.bits``)."""

cimport cython


def size(const Bits[::1] bits):
    return number_in(bits)


@cython.boundscheck(False)
cdef long long number_in(const Bits[::1] bits) noexcept:
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
