"""Where words stand in documents (see ``search.engines.embedded.positions``)."""

import numpy as np


def positions_at(freqs, const int[::1] gaps, places):
    lengths = freqs[places].astype(np.int32)
    number = lengths.sum(dtype=np.int64)
    if number > gaps.shape[0]:
        raise IndexError("more positions than there are")
    positions = np.empty(number, dtype=np.int32)
    _lay_out(freqs.astype(np.int32, copy=False), gaps, places.astype(np.int64, copy=False), positions)
    return lengths, positions


cdef int _lay_out(const int[::1] freqs, const int[::1] gaps, const long long[::1] places, int[::1] positions) except -1:
    """Adds up the gaps of the documents at ascending places."""
    cdef Py_ssize_t place = 0, start = 0, laid = 0, number, row
    cdef int position
    for row in range(places.shape[0]):
        while place < places[row]:
            start += freqs[place]
            place += 1
        position = 0
        for number in range(start, start + freqs[place]):
            position += gaps[number]
            positions[laid] = position
            laid += 1
    return 0


def following(const int[::1] lengths, const int[::1] positions, const int[::1] later_lengths, const int[::1] later_positions, long long slop):
    kept_lengths, kept = np.empty(later_lengths.shape[0], dtype=np.int32), np.empty(later_positions.shape[0], dtype=np.int32)
    cdef int[::1] counts = kept_lengths, found = kept
    cdef Py_ssize_t row, near = 0, end = 0, later = 0, later_end = 0, number = 0, before
    for row in range(later_lengths.shape[0]):
        end += lengths[row]
        later_end += later_lengths[row]
        before = number
        for later in range(later, later_end):
            while near < end and positions[near] < later_positions[later] - slop:
                near += 1
            if near < end and positions[near] < later_positions[later]:
                found[number] = later_positions[later]
                number += 1
        later = later_end
        near = end
        counts[row] = number - before
    return kept_lengths, kept[:number].copy()
