ctypedef unsigned long long Bits

cdef long long number_in(const Bits[::1] bits) noexcept


cdef inline int number_of(Bits word) noexcept nogil:
    """How many bits of a word are set: compilers know this formula, and take the processor's own instruction where it has one."""
    word -= (word >> 1) & 0x5555555555555555ULL
    word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL)
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL
    return <int> ((word * 0x0101010101010101ULL) >> 56)
