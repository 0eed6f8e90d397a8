"""How often words of a query stand near each other in a few documents, and how often words that begin like them."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.segment_arrays import Array


def neighbouring(found: Array, starts: Array, places: Array, span: int, *, ordered: bool) -> Array:
    """How often each two consecutive stems of a query stand within ``span`` stems in each document: (m, pairs).

    The stems ``found`` (L,) of document d are at ``starts[d]`` to ``starts[d + 1]``. ``places`` (T,) gives each row of words its
    place in the query from 1 on, 0 for none; ``ordered`` counts only those in the query's order.
    """
    in_query = places.take(found)
    known = np.flatnonzero(in_query.astype(bool))
    which = in_query.take(known).astype(np.int64)
    owners = starts.searchsorted(known, "right") - 1
    pairs = int(places.max(initial=1)) - 1
    met = []
    # Few stems of a text are in a query: those within the span of each other are among the next few of them.
    for ahead in range(1, span + 1):
        near = known[ahead:] - known[:-ahead] <= span
        if not near.any():
            break
        near &= owners[ahead:] == owners[:-ahead]
        steps = which[ahead:] - which[:-ahead]
        near &= (steps == 1) if ordered else (np.abs(steps) == 1)
        earlier = np.flatnonzero(near)
        met.append(owners[earlier] * pairs + np.minimum(which[earlier], which[earlier + ahead]) - 1)
    counts = np.bincount(np.concatenate(met) if met else known[:0], minlength=(len(starts) - 1) * pairs)
    return counts.reshape(len(starts) - 1, pairs)


def beginning_alike(found: Array, starts: Array, ranges: Sequence[tuple[int, int]]) -> Array:
    """How many stems of each document are in each range of rows, the end excluded: (m, ranges)."""
    lows, highs = np.array(ranges).T
    within, which = ((found[:, None] >= lows) & (found[:, None] < highs)).nonzero()
    owners = starts.searchsorted(within, "right") - 1
    number = len(ranges)
    return np.bincount(owners * number + which, minlength=(len(starts) - 1) * number).reshape(len(starts) - 1, number)


def places_in_query(rows: Sequence[int], words: int) -> Array:
    """The place of each row of ``words`` in a query given by rows, from 1 on, uint8 (words,); rows of -1 are passed over."""
    places = np.zeros(words, dtype=np.uint8)
    for place, row in enumerate(rows, start=1):
        if row >= 0:
            places[row] = place
    return places
