"""What a word brings to the documents that have it: BM25 scores, kept in the forms that evaluation is fastest with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engines.embedded.bits import packed_documents
from search.engines.embedded.segment_arrays import Array

FREQUENT = 32
"""A word that one document in so many has is added to a total as a whole column: cheaper than posting by posting."""

STEPS = 64
"""Steps that make up a score of 1, where scores are rounded up to steps."""

MOST_STEPS = 2**16 - 1
"""Steps that a sum can have."""

BLOCK = 256
"""Sums are filled up to a multiple of so many documents."""


class Impacts:
    """One word in a segment of ``count`` documents: ``docs`` int32 (n,), ascending, ``scores`` float64 (n,), all above 0."""

    def __init__(self, docs: Array, scores: Array, count: int) -> None:
        self.docs = docs
        self.scores = scores
        self.count = count

    @property
    def size(self) -> int:
        """Bytes that this may come to hold."""
        steps = self.count if self.is_frequent else len(self.docs)
        return self.docs.nbytes + self.scores.nbytes + 2 * steps + self.count // 8 + 1000

    @cached_property
    def bits(self) -> Array:
        """The set of its documents (see ``bits``)."""
        return packed_documents(self.docs, self.count)

    @cached_property
    def peak(self) -> float:
        """The largest score."""
        return float(self.scores.max())

    @cached_property
    def is_frequent(self) -> bool:
        """Whether it is added to sums as a whole column."""
        return len(self.docs) * FREQUENT > self.count

    @cached_property
    def steps(self) -> Array:
        """The scores in steps, rounded up, uint16: of all documents, filled up with 0 to whole blocks, for a frequent word; else of
        its own (n,)."""
        steps: Array = np.ceil(self.scores * STEPS).astype(np.uint16)
        if not self.is_frequent:
            return steps
        dense = _no_steps(self.count)
        dense[self.docs] = steps
        return dense

    def scores_of(self, documents: Array, out: Array | None = None) -> Array:
        """The scores of some documents, int32 (m,), which may not have the word: 0 then."""
        places = self.docs.searchsorted(documents)
        found = self.docs.take(places, mode="clip") == documents
        scores: Array = np.multiply(self.scores.take(places, mode="clip"), found, out=out)
        return scores


def total_steps(words: Sequence[Impacts], allowed: Array | None) -> Array:
    """The sums of the words' steps, uint16, for all documents and filled up with 0 to whole blocks.

    ``allowed`` bool (N,) leaves documents out.
    """
    columns = [word.steps for word in words if word.is_frequent]
    if len(columns) > 1:
        sums = np.add(columns[0], columns[1])
        for column in columns[2:]:
            sums += column
    else:
        sums = columns[0].copy() if columns else _no_steps(words[0].count)
    for word in words:
        if not word.is_frequent:
            np.add.at(sums, word.docs, word.steps)
    if allowed is not None:
        sums[: len(allowed)] *= allowed
    return sums


def _no_steps(count: int) -> Array:
    return np.zeros(-(-count // BLOCK) * BLOCK, dtype=np.uint16)


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """A word in each segment, None where it is not, and its idf over all of them."""

    impacts: list[Impacts | None]
    rarity: float

    @property
    def size(self) -> int:
        """Bytes that this may come to hold."""
        return sum(one.size for one in self.impacts if one is not None) + 1000


def united(parts: Sequence[tuple[Array, Array]], count: int) -> Impacts | None:
    """The sum of several terms' documents and scores in a segment of ``count`` documents; None when there is none."""
    if not parts:
        return None
    if len(parts) == 1:
        docs, scores = parts[0]
    else:
        total = np.bincount(np.concatenate([docs for docs, _ in parts]), np.concatenate([scores for _, scores in parts]), count)
        docs = np.flatnonzero(total)
        scores = total[docs]
    return Impacts(docs.astype(np.int32), scores, count)
