"""Asks the processor for memory that is read soon, so that the reads of several documents wait together, not one after another."""

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define ask_for(address) __builtin_prefetch(address)
    #else
    #define ask_for(address) ((void) (address))
    #endif
    """
    void ask_for(const void* address) noexcept nogil
