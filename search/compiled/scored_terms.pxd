cdef Py_ssize_t _row(const int[::1] listed, int document, Py_ssize_t low) except -1
