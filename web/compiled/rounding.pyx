"""Scores as answers show them (see ``web.rounding``)."""

from libc.math cimport fma, rint


def four_decimals(double score):
    # Python writes all decimals of a number and reads four again. A product is rounded, and may become a half that it is not;
    # the sign of what fma gives is right. Exact for scores below a thousand million.
    cdef double nearest = rint(10_000 * score)
    if fma(10_000, score, -(nearest + 0.5)) > 0:
        nearest += 1
    elif fma(10_000, score, -(nearest - 0.5)) < 0:
        nearest -= 1
    return nearest / 10_000
