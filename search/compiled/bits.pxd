ctypedef unsigned long long Bits

cdef long long _size(const Bits[::1] bits) noexcept
