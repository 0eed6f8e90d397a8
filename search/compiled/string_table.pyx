"""Some strings of a table (see ``search.string_table``)."""

from cpython.unicode cimport PyUnicode_DecodeUTF8
from search.compiled.memory cimport ask_for

ctypedef fused Starts:
    const unsigned int[::1]
    const long long[::1]


def strings_at(starts, const unsigned char[::1] data, const int[::1] rows):
    cdef const unsigned int[::1] short_starts
    cdef const long long[::1] long_starts
    if starts.itemsize == 4:
        short_starts = starts
        return _strings(short_starts, data, rows)
    long_starts = starts
    return _strings(long_starts, data, rows)


cdef list _strings(Starts starts, const unsigned char[::1] data, const int[::1] rows):
    cdef Py_ssize_t place, start, end
    cdef list strings = []
    _ask(starts, data, rows)
    for place in range(rows.shape[0]):
        start, end = starts[rows[place]], starts[rows[place] + 1]
        if not 0 <= start <= end <= data.shape[0]:
            raise IndexError("strings that do not follow each other")
        strings.append(PyUnicode_DecodeUTF8(<const char*> &data[start], end - start, NULL) if end > start else "")
    return strings


cdef int _ask(Starts starts, const unsigned char[::1] data, const int[::1] rows) except -1:
    """Asks the memory for where the strings are, and then for the strings: one after the other, each would be waited for."""
    cdef Py_ssize_t place
    for place in range(rows.shape[0]):
        ask_for(&starts[rows[place]])
    for place in range(rows.shape[0]):
        if 0 <= starts[rows[place]] < data.shape[0]:
            ask_for(&data[starts[rows[place]]])
    return 0
