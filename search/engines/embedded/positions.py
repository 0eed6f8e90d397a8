"""Where words stand in documents.

``lengths`` (m,) tell how often a word stands in each of m documents; ``positions`` tell where, ascending in each document, one
document after another.
"""

import numpy as np

from search.compiled import compiled
from search.engines.embedded.runs import Array, places_of, starts_of, values_of


@compiled
def positions_at(freqs: Array, gaps: Array, places: Array) -> tuple[Array, Array]:
    """Where a word stands in the documents at some places (m,), ascending, of its list: lengths (m,) and positions, int32.

    It stands ``freqs`` (n,) times in its documents; ``gaps``, int32, lead from each position to the next, in every document from 0.
    """
    lengths = freqs[places].astype(np.int32)
    return lengths, values_of(gaps[places_of(starts_of(freqs)[places], lengths)], starts_of(lengths))


@compiled
def following(lengths: Array, positions: Array, later_lengths: Array, later_positions: Array, slop: int) -> tuple[Array, Array]:
    """Where a word stands at most ``slop`` positions after another one: lengths (m,) and positions, int32.

    Each of the m documents has both words. The documents are laid out side by side; marked are the positions that a word may have
    that follows.
    """
    ends = positions[np.cumsum(lengths) - 1] + (1 + slop)
    bases = starts_of(ends)
    is_reached = np.zeros(int(bases[-1]), dtype=bool)
    places = np.repeat(bases[:-1], lengths) + positions
    for step in range(1, slop + 1):
        is_reached[places + step] = True
    is_near = later_positions < np.repeat(ends, later_lengths)
    is_near &= is_reached.take(np.repeat(bases[:-1], later_lengths) + later_positions, mode="clip")
    return np.add.reduceat(is_near, starts_of(later_lengths)[:-1], dtype=np.int32), later_positions[is_near]
