"""How close documents are to what the best are about (see ``search.latent``)."""

import numpy as np

from libc.math cimport pow, sqrt

ctypedef fused Number:
    float
    double


def scaled(const signed char[:, ::1] rows, const float[::1] scales, const int[::1] numbers):
    found = np.empty((numbers.shape[0], rows.shape[1]), dtype=np.float32)
    cdef float[:, ::1] vectors = found
    cdef Py_ssize_t place, dimension, row
    cdef float scale
    for place in range(numbers.shape[0]):
        row = numbers[place]
        scale = scales[row if row >= 0 else row + scales.shape[0]]
        row = row if row >= 0 else row + rows.shape[0]
        for dimension in range(rows.shape[1]):
            vectors[place, dimension] = rows[row, dimension] * scale
    return found


def closeness(vectors, scores, Py_ssize_t feedback, double power):
    cdef const float[:, ::1] exact = vectors.astype(np.float32, copy=False)
    cdef const double[::1] score = scores
    cdef const long long[::1] order = (-scores).argsort(kind="stable")[:feedback]
    near, about = np.zeros(exact.shape[0]), np.zeros(exact.shape[1])
    cdef double[::1] close = near, subject = about
    cdef Py_ssize_t place, dimension
    cdef double share, length
    for place in range(order.shape[0]):
        share = pow(score[order[place]] / score[order[0]], power)
        for dimension in range(subject.shape[0]):
            subject[dimension] += share * exact[order[place], dimension]
    length = sqrt(_product(subject, subject))
    if length > 0:
        for place in range(close.shape[0]):
            close[place] = max(_product(exact[place], subject) / length, 0.0)
    return near


cdef double _product(const Number[::1] one, const double[::1] other) except? -1:
    cdef double total = 0
    cdef Py_ssize_t dimension
    for dimension in range(one.shape[0]):
        total += one[dimension] * other[dimension]
    return total
