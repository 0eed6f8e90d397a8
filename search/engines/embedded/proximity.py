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
    known = np.flatnonzero(in_query)
    which = in_query[known].astype(np.int64)
    owners = starts.searchsorted(known, "right") - 1
    pairs = int(places.max(initial=1)) - 1
    # Few stems of a text are in a query: those that are within the span of each other are among the next few of them.
    ahead = np.arange(len(known))[:, None] + np.arange(1, span + 1)
    inside = ahead < len(known)
    ahead[~inside] = 0
    near = inside & (known[ahead] - known[:, None] <= span) & (owners[ahead] == owners[:, None])
    steps = which[ahead] - which[:, None]
    near &= (steps == 1) if ordered else (np.abs(steps) == 1)
    earlier, _ = np.nonzero(near)
    met = owners[earlier] * pairs + np.minimum(which[earlier], which[ahead[near]]) - 1
    return np.bincount(met, minlength=(len(starts) - 1) * pairs).reshape(len(starts) - 1, pairs)


def beginning_alike(found: Array, starts: Array, ranges: Sequence[tuple[int, int]]) -> Array:
    """How many stems of each document are in each range of rows, the end excluded: (m, ranges)."""
    lows, highs = np.array(ranges).T
    running = np.zeros((len(found) + 1, len(ranges)), dtype=np.int64)
    np.cumsum((found[:, None] >= lows) & (found[:, None] < highs), axis=0, out=running[1:])
    counts: Array = running[starts[1:]] - running[starts[:-1]]
    return counts


def places_in_query(rows: Sequence[int], words: int) -> Array:
    """The place of each row of ``words`` in a query given by rows, from 1 on, uint8 (words,); rows of -1 are passed over."""
    places = np.zeros(words, dtype=np.uint8)
    for place, row in enumerate(rows, start=1):
        if row >= 0:
            places[row] = place
    return places
