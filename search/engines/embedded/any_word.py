"""The best documents for any of several words, the common search: few documents are scored exactly, none is missed.

The sum of a document's scores, before it pays for the words that it lacks, is never less than its final score. The sums of all
documents are cheap; the documents whose sum reaches the worst final score of the page are the only ones that can be on it.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.engine import SCORE_DIGITS
from search.engines.embedded.impacts import Impacts
from search.engines.embedded.segment_arrays import Array

_BLOCK = 256
_PRECISION = 1e-5
"""What the sums, in float32, may be off by, relative to themselves."""


def matching(words: Sequence[Impacts]) -> Array:
    """The set of the documents that have any of the words (see ``bits``)."""
    united: Array = reduce(np.bitwise_or, [word.bits for word in words])
    return united


def best(words: Sequence[Impacts], kept: Sequence[float], allowed: Array | None, wanted: int) -> tuple[Array, Array]:
    """The best ``wanted`` documents, and those that may tie with the last: numbers int32 (n,), scores float64 (n,), in no order.

    ``kept`` is the share of its score that a document with 0, 1, 2 ... of the words keeps; ``allowed`` bool (N,) leaves
    documents out.
    """
    if not wanted:
        return np.zeros(0, dtype=np.int32), np.zeros(0)
    totals = _totals(words, allowed)
    maxima = totals.max(axis=1)
    threshold = _largest(maxima, wanted)
    candidates = _reaching(totals, maxima, threshold)
    scores = final_scores(words, kept, candidates)
    lowest = _largest(scores, wanted) * (1 - _PRECISION) - 10.0**-SCORE_DIGITS
    if lowest < threshold:
        candidates = _reaching(totals, maxima, lowest)
        scores = final_scores(words, kept, candidates)
    near = scores >= lowest
    return candidates[near], scores[near]


def final_scores(words: Sequence[Impacts], kept: Sequence[float], documents: Array) -> Array:
    """The scores of some documents, float64 (m,)."""
    total = np.zeros(len(documents))
    present = np.zeros(len(documents), dtype=np.intp)
    for word in words:
        scores = word.scores_of(documents)
        total += scores
        present += scores > 0
    final: Array = total * np.asarray(kept)[present]
    return final


def _totals(words: Sequence[Impacts], allowed: Array | None) -> Array:
    """The sums of all documents' scores, float32, in rows of a block each; 0 past the last document."""
    count = words[0].count
    totals = np.zeros(-(-count // _BLOCK) * _BLOCK, dtype=np.float32)
    for word in words:
        word.add_to(totals)
    if allowed is not None:
        totals[:count] *= allowed
    return totals.reshape(-1, _BLOCK)


def _largest(values: Array, number: int) -> float:
    """The ``number``-th largest of some values that are above 0; 0 when there are fewer."""
    return float(np.partition(values, len(values) - number)[len(values) - number]) if len(values) >= number else 0.0


def _reaching(totals: Array, maxima: Array, threshold: float) -> Array:
    """The documents whose sum is above 0 and not below the threshold."""
    blocks = np.flatnonzero((maxima >= threshold) & (maxima > 0))
    rows = totals[blocks]
    row, column = np.nonzero((rows >= threshold) & (rows > 0))
    return (blocks[row] * _BLOCK + column).astype(np.int32)
