"""The words of a query in a segment, and what a document keeps of its score for those that it has."""

from collections.abc import Sequence

import msgspec
import numpy as np

from search.compiled import compiled
from search.engines.embedded.impacts import MOST_STEPS, STEPS, Impacts
from search.engines.embedded.segment_arrays import Array


class Words(msgspec.Struct, frozen=True):
    """The words that a segment has, each with its share of what all words of the query weigh; the others weigh ``lacking``."""

    impacts: tuple[Impacts, ...]
    shares: tuple[float, ...]
    exponent: float

    @classmethod
    def of(cls, impacts: Sequence[Impacts | None], rarities: Sequence[float], exponent: float) -> "Words":
        """The words with their idf, the absent ones as None."""
        total = sum(rarities)
        found = [(one, rarity / total) for one, rarity in zip(impacts, rarities, strict=True) if one is not None]
        return cls(tuple([one for one, _ in found]), tuple([share for _, share in found]), exponent)

    def fit(self) -> bool:
        """Whether sums in steps (see ``impacts``) stay within 16 bits: not those of a very long query."""
        return sum([one.peak for one in self.impacts]) * STEPS + len(self.impacts) <= MOST_STEPS

    def scored(self, documents: Array) -> tuple[Array, Array]:
        """The scores of documents, and the shares of the sums of their words' scores that these are, float64 (m,) each."""
        return scored(self.impacts, self.shares, self.exponent, documents.astype(np.int32))


@compiled
def scored(impacts: Sequence[Impacts], shares: Sequence[float], exponent: float, documents: Array) -> tuple[Array, Array]:
    """What ``Words.scored`` gives for documents, int32 (m,)."""
    scores = np.array([one.scores_of(documents) for one in impacts])
    covered = np.array(shares) @ (scores > 0)
    kept = covered**exponent
    return scores.sum(axis=0) * kept, kept
