"""How close documents are to what the best are about (see ``search.latent``)."""

cimport cython
import numpy as np

from libc.math cimport pow, sqrt
from search.compiled.memory cimport ask_for


def scaled(const signed char[:, ::1] rows, const float[::1] scales, const int[::1] numbers):
    found = np.empty((numbers.shape[0], rows.shape[1]), dtype=np.float32)
    cdef float[:, ::1] vectors = found
    cdef Py_ssize_t place, row
    cdef float scale
    for place in range(numbers.shape[0]):
        _ask(rows, scales, numbers[place])
    for place in range(numbers.shape[0]):
        row = numbers[place]
        scale = scales[row if row >= 0 else row + scales.shape[0]]
        row = row if row >= 0 else row + rows.shape[0]
        _scale(rows[row], scale, vectors[place])
    return found


@cython.boundscheck(False)
cdef int _ask(const signed char[:, ::1] rows, const float[::1] scales, Py_ssize_t row) except -1:
    cdef Py_ssize_t dimension
    if 0 <= row < min(rows.shape[0], scales.shape[0]):
        ask_for(&scales[row])
        for dimension in range(0, rows.shape[1], 64):
            ask_for(&rows[row, dimension])
    return 0


@cython.boundscheck(False)
cdef int _scale(const signed char[::1] row, float scale, float[::1] vector) except -1:
    cdef Py_ssize_t dimension
    for dimension in range(min(row.shape[0], vector.shape[0])):
        vector[dimension] = row[dimension] * scale
    return 0


def closeness(vectors, scores, Py_ssize_t feedback, double power):
    cdef const float[:, ::1] exact = vectors.astype(np.float32, copy=False)
    cdef const double[::1] score = scores
    cdef const long long[::1] order = _first(score, min(feedback, score.shape[0]))
    near, about = np.zeros(exact.shape[0]), np.zeros(exact.shape[1])
    cdef double[::1] close = near, subject = about
    cdef Py_ssize_t place
    cdef double length
    for place in range(order.shape[0]):
        _add(subject, exact[order[place]], pow(score[order[place]] / score[order[0]], power))
    length = sqrt(_square(subject))
    if length > 0:
        _multiply(exact, subject, close)
        for place in range(close.shape[0]):
            close[place] = max(close[place] / length, 0.0)
    return near


cdef long long[::1] _first(const double[::1] scores, Py_ssize_t number):
    """The places of the best scores; of equal ones the first."""
    cdef long long[::1] order = np.empty(number, np.int64)
    cdef Py_ssize_t place, rank, found = 0
    for place in range(scores.shape[0]):
        rank = found
        while rank and scores[order[rank - 1]] < scores[place]:
            if rank < number:
                order[rank] = order[rank - 1]
            rank -= 1
        if rank < number:
            order[rank] = place
            found = min(found + 1, number)
    return order


@cython.boundscheck(False)
cdef int _add(double[::1] subject, const float[::1] vector, double share) except -1:
    cdef Py_ssize_t dimension
    for dimension in range(min(subject.shape[0], vector.shape[0])):
        subject[dimension] += share * vector[dimension]
    return 0


cdef double _square(const double[::1] vector) except? -1:
    cdef double total = 0
    cdef Py_ssize_t dimension
    for dimension in range(vector.shape[0]):
        total += vector[dimension] * vector[dimension]
    return total


@cython.boundscheck(False)
cdef int _multiply(const float[:, ::1] vectors, const double[::1] subject, double[::1] products) except -1:
    """Adds the products of all vectors a dimension at a time: an addition to one sum would wait for the one before."""
    cdef Py_ssize_t dimension, place
    for dimension in range(min(subject.shape[0], vectors.shape[1])):
        for place in range(min(products.shape[0], vectors.shape[0])):
            products[place] += vectors[place, dimension] * subject[dimension]
    return 0
