"""The best of some documents (see ``search.engines.embedded.selection``)."""

import numpy as np

from libc.math cimport INFINITY, isnan, rint
from search.compiled.sorting cimport sort_rows

from search.engine import SCORE_DIGITS, Match

cdef double ROUNDED = 10.0**SCORE_DIGITS


def ranked(documents, const double[::1] scores, const long long[::1] moments, Py_ssize_t count):
    cdef const long long[::1] numbers = documents.astype(np.int64, copy=False)
    cdef Py_ssize_t place, number = numbers.shape[0]
    rows = np.empty((number, 3))
    cdef double[:, ::1] row = rows
    for place in range(number):
        # What is no number has no order, and a sort by none may leave its memory.
        row[place, 0] = -INFINITY if isnan(scores[place]) else _rounded(scores[place])
        row[place, 1] = moments[numbers[place]]
        row[place, 2] = place
    if number:
        sort_rows(&row[0, 0], number, _by_rank)
    if number > count:
        number = count
        while 0 < number < numbers.shape[0] and _is_tied(row, number):
            number += 1
    return rows[:number, 2].astype(np.int64)


def ranked_matches(documents, const double[::1] keys, const double[::1] scores, const long long[::1] moments, list names):
    cdef const long long[::1] numbers = documents.astype(np.int64, copy=False)
    cdef Py_ssize_t place
    cdef list rows = []
    for place in range(numbers.shape[0]):
        rows.append((-_rounded(keys[place]), -<double> moments[place], names[place], _rounded(scores[place]), numbers[place]))
    rows.sort()
    return [Match(name, score, number) for _, _, name, score, number in rows]


cdef double _rounded(double score) noexcept:
    return rint(score * ROUNDED) / ROUNDED


cdef bint _is_tied(const double[:, ::1] row, Py_ssize_t place) except -1:
    """Whether a row ties with the one before."""
    return row[place, 0] == row[place - 1, 0] and row[place, 1] == row[place - 1, 1]


cdef int _by_rank(const void* one, const void* other) noexcept nogil:
    cdef const double* left = <const double*> one
    cdef const double* right = <const double*> other
    if left[0] != right[0]:
        return 1 if left[0] < right[0] else -1
    if left[1] != right[1]:
        return 1 if left[1] < right[1] else -1
    return 1 if left[2] > right[2] else -1
