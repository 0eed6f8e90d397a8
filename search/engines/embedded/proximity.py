"""How often words of a query stand near each other in a few documents, and how often words that begin like them."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.sequences import Sequences


def neighbouring(sequences: Sequences, documents: Array, stems: Sequence[int], span: int, *, ordered: bool) -> Array:
    """How often each two consecutive stems of a query stand within ``span`` stems in each document: (m, pairs).

    ``stems`` are rows of words, -1 for one that the segment does not have; ``ordered`` counts only those in the query's order.
    """
    found, lengths = sequences.of(documents)
    places = _places_in_query(found, stems)
    owners = np.repeat(np.arange(len(documents)), lengths)
    known = np.flatnonzero(places >= 0)
    counts = np.zeros((len(documents), len(stems) - 1))
    # Few stems of a text are in a query: those that are within the span of each other are among the next few of them.
    for ahead in range(1, span + 1):
        first, second = known[:-ahead], known[ahead:]
        near = (second - first <= span) & (owners[first] == owners[second])
        steps = places[second] - places[first]
        for step in (1,) if ordered else (1, -1):
            pairs = near & (steps == step)
            np.add.at(counts, (owners[first[pairs]], np.minimum(places[first[pairs]], places[second[pairs]])), 1)
    return counts


def beginning_alike(sequences: Sequences, documents: Array, ranges: Sequence[tuple[int, int]]) -> Array:
    """How many stems of each document are in each range of rows, the end excluded: (m, ranges)."""
    found, lengths = sequences.of(documents)
    owners = np.repeat(np.arange(len(documents)), lengths)
    counts = [np.bincount(owners[(found >= low) & (found < high)], minlength=len(documents)) for low, high in ranges]
    return np.array(counts, dtype=np.float64).reshape(len(ranges), len(documents)).T


def _places_in_query(found: Array, stems: Sequence[int]) -> Array:
    """The place of each found stem in the query (L,), -1 for one that is not in it."""
    order = np.argsort(stems)
    rows = np.array(stems)[order]
    nearest = np.minimum(rows.searchsorted(found), len(rows) - 1)
    places: Array = np.where(rows[nearest] == found, order[nearest], -1)
    return places
