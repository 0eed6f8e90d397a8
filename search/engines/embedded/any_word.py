"""The best documents for any of several words, the common search: few documents are scored exactly, none is missed.

The sum of a document's scores, before it pays for the words that it lacks, is never less than its final score. The sums of all
documents are cheap in small integers, each score rounded up; the documents whose sum reaches the worst final score of the page
are the only ones that can be on it.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.engine import SCORE_DIGITS
from search.engines.embedded.impacts import STEPS, Impacts
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.words import Words

_BLOCK = 256
"""Documents of a block, whose maximum tells whether it is worth a look."""

_FIRST_LOOK = 30
"""Blocks looked at first, for a page of up to twice as many documents: enough for it to be among them more often than not."""


def matching(words: Words) -> Array:
    """The set of the documents that have any of the words (see ``bits``)."""
    united: Array = reduce(np.bitwise_or, [word.bits for word in words.impacts])
    return united


def best(words: Words, allowed: Array | None, wanted: int) -> tuple[Array, Array, Array]:
    """The best ``wanted`` documents, and those that may tie with the last, by number.

    Numbers (n,), scores float64 (n,), and the shares that are kept in those scores, float64 (n,). ``allowed`` bool (N,) leaves
    documents out. The words must fit.
    """
    if not wanted:
        return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
    blocks = _sums(words.impacts, allowed).reshape(-1, _BLOCK)
    maxima = blocks.max(axis=1)
    look = min(max(_FIRST_LOOK, wanted // 2), len(maxima))
    threshold = max(int(_largest(maxima, look)), 1)
    documents = _reaching(blocks, maxima, threshold)
    while len(documents) < wanted and threshold > 1:
        look *= 4
        threshold = max(int(_largest(maxima, look)), 1)
        documents = _reaching(blocks, maxima, threshold)
    sums, kept = words.scored(documents)
    lowest = _largest(sums * kept, wanted) - 10.0**-SCORE_DIGITS
    needed = max(int(lowest * STEPS), 1)
    if needed < threshold:
        documents = _reaching(blocks, maxima, needed)
        sums, kept = words.scored(documents)
        lowest = _largest(sums * kept, wanted) - 10.0**-SCORE_DIGITS
    scores = sums * kept
    near = np.flatnonzero(scores >= lowest)
    return documents[near], scores[near], kept[near]


def _sums(words: Sequence[Impacts], allowed: Array | None) -> Array:
    """The sums of all documents' scores in steps, uint16, filled up with 0 to whole blocks."""
    count = words[0].count
    sums = np.zeros(-(-count // _BLOCK) * _BLOCK, dtype=np.uint16)
    for word in words:
        word.add_to(sums)
    if allowed is not None:
        sums[:count] *= allowed
    return sums


def _largest(values: Array, number: int) -> float:
    """The ``number``-th largest value; 0 when there are fewer."""
    return float(np.partition(values, len(values) - number)[len(values) - number]) if len(values) >= number else 0.0


def _reaching(blocks: Array, maxima: Array, threshold: int) -> Array:
    """The documents whose sum is not below the threshold, ascending."""
    rows = np.flatnonzero(maxima >= threshold)
    places = np.flatnonzero(blocks.take(rows, axis=0) >= threshold)
    documents: Array = rows[places // _BLOCK] * _BLOCK + places % _BLOCK
    return documents
