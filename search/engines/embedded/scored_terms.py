"""The BM25 scores of one term in the documents of a segment that have it."""

from typing import NamedTuple, Protocol

import numpy as np

from search.engines.embedded.segment_arrays import Array


class Scores(Protocol):
    """Scores of some documents: ``docs`` int32 (n,), ascending, each above 0 there."""

    @property
    def docs(self) -> Array:
        """The documents (n,)."""

    @property
    def scores(self) -> Array:
        """Their scores, float64 (n,)."""

    @property
    def size(self) -> int:
        """Bytes held."""

    def scores_of(self, documents: Array) -> Array:
        """The scores of any documents, int32 (m,), float64 (m,): 0 for those without."""


class PlainScores(NamedTuple):
    """Scores that are written out: they are found fastest, and take most memory."""

    docs: Array
    scores: Array

    @property
    def size(self) -> int:
        return self.docs.nbytes + self.scores.nbytes

    def scores_of(self, documents: Array) -> Array:
        places = self.docs.searchsorted(documents)
        found = self.docs.take(places, mode="clip") == documents
        scores: Array = np.multiply(self.scores.take(places, mode="clip"), found)
        return scores


class TermScores(NamedTuple):
    """Scores made from frequencies when they are asked for: ``freqs`` (n,) is ``numerator * freq / (freq + norm)`` in documents
    with the norms (N,).
    """

    docs: Array
    freqs: Array
    numerator: float
    norms: Array

    @property
    def scores(self) -> Array:
        return self._scores(self.docs, self.freqs)

    @property
    def size(self) -> int:
        return self.docs.nbytes + (self.freqs.nbytes if self.freqs.flags.owndata else 0)

    def scores_of(self, documents: Array) -> Array:
        places = self.docs.searchsorted(documents)
        here = np.flatnonzero(self.docs.take(places, mode="clip") == documents)
        scores = np.zeros(len(documents))
        if len(here):
            scores[here] = self._scores(documents[here], self.freqs.take(places[here]))
        return scores

    def _scores(self, docs: Array, freqs: Array) -> Array:
        below = self.norms.take(docs)
        below += freqs
        scores: Array = freqs * self.numerator
        scores /= below
        return scores


def united(parts: list[Scores], count: int) -> PlainScores:
    """The sum of several scores in a segment of ``count`` documents, written out."""
    if len(parts) == 1:
        return PlainScores(parts[0].docs, parts[0].scores)
    docs = np.concatenate([part.docs for part in parts])
    total = np.bincount(docs, np.concatenate([part.scores for part in parts]), count)
    docs = np.flatnonzero(total > 0)
    return PlainScores(docs.astype(np.int32), total.take(docs))
