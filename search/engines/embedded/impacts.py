"""What a word brings to the documents that have it: BM25 scores, kept in the forms that evaluation is fastest with."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.engines.embedded.bits import packed_documents
from search.engines.embedded.segment_arrays import Array

FREQUENT = 8
"""A word that one document in so many has is added to a total as a whole column: cheaper than posting by posting."""


class Impacts:
    """One word in a segment of ``count`` documents: ``docs`` int32 (n,), ascending, ``scores`` float64 (n,), all above 0."""

    def __init__(self, docs: Array, scores: Array, count: int) -> None:
        self.docs = docs
        self.scores = scores
        self.count = count

    @property
    def size(self) -> int:
        """Bytes that this may come to hold."""
        rough = self.count if self._is_frequent else len(self.docs)
        return self.docs.nbytes + self.scores.nbytes + 4 * rough + self.count // 8 + 1000

    @cached_property
    def bits(self) -> Array:
        """The set of its documents (see ``bits``)."""
        return packed_documents(self.docs, self.count)

    def add_to(self, totals: Array) -> None:
        """Adds the scores to those of all documents, float32 (count or more,)."""
        if self._is_frequent:
            totals[: self.count] += self._rough
        else:
            np.add.at(totals, self.docs, self._rough)

    def scores_of(self, documents: Array) -> Array:
        """The scores of some documents, int32 (m,); 0 where the word is not."""
        places = np.searchsorted(self.docs, documents)
        places[places == len(self.docs)] = 0
        return np.where(self.docs[places] == documents, self.scores[places], 0.0)

    @property
    def _is_frequent(self) -> bool:
        return len(self.docs) * FREQUENT > self.count

    @cached_property
    def _rough(self) -> Array:
        """The scores in half the room: of all documents (count,) for a frequent word, else of its own (n,)."""
        if not self._is_frequent:
            return self.scores.astype(np.float32)
        dense = np.zeros(self.count, dtype=np.float32)
        dense[self.docs] = self.scores
        return dense


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
