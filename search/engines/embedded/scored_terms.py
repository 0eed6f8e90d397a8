"""The BM25 scores of one term in the documents of a segment that have it."""

from collections.abc import Iterable
from typing import Protocol

import msgspec
import numpy as np

from search.compiled import compiled
from search.engines.embedded.segment_arrays import Array

OPENED = 200
"""Bytes of what compiled loops keep of an object's arrays."""


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


class PlainScores(msgspec.Struct, frozen=True, eq=False, gc=False):
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


class TermScores(msgspec.Struct, eq=False, gc=False):
    """Scores made from frequencies when they are asked for: ``numerator * freq / (freq + norm)`` in documents with the norms (N,).

    ``listed`` (n,) are the documents that have the term, and ``freqs`` (n,) how often; for a term that many have, ``freqs`` (N,)
    are those of all documents, and ``listed`` is None.
    """

    listed: Array | None
    freqs: Array
    numerator: float
    norms: Array
    opened: object = None
    """What compiled loops have opened of it."""

    @classmethod
    def of(cls, docs: Array, freqs: Array, numerator: float, norms: Array) -> "TermScores":
        """Of the documents that have the term (n,), and how often each (n,)."""
        if len(docs) * docs.itemsize < len(norms):
            return cls(docs, freqs, numerator, norms)
        every = np.zeros(len(norms), dtype=np.min_scalar_type(freqs.max()))
        every[docs] = freqs
        return cls(None, every, numerator, norms)

    @property
    def docs(self) -> Array:
        return np.flatnonzero(self.freqs).astype(np.int32) if self.listed is None else self.listed

    @property
    def scores(self) -> Array:
        docs = self.docs
        freqs = self.freqs.take(docs) if self.listed is None else self.freqs
        scores: Array = freqs * self.numerator
        scores /= self.norms.take(docs) + freqs
        return scores

    @property
    def size(self) -> int:
        own = [array.nbytes for array in (self.listed, self.freqs) if array is not None and array.flags.owndata]
        return sum(own) + (0 if self.opened is None else OPENED)

    def scores_of(self, documents: Array) -> Array:
        return summed([self], documents)

    def freqs_of(self, documents: Array) -> Array:
        """How often the term is in any documents, int32 (m,), (m,): 0 times in those without."""
        if self.listed is None:
            return self.freqs.take(documents)
        places = self.listed.searchsorted(documents)
        found = self.listed.take(places, mode="clip") == documents
        freqs: Array = self.freqs.take(places, mode="clip") * found
        return freqs


@compiled
def summed(parts: Iterable[Scores], documents: Array) -> Array:
    """The sum of the scores of some documents, int32 (m,), float64 (m,): terms with the same norms are scored together."""
    total = np.zeros(len(documents))
    alike: dict[int, list[TermScores]] = {}
    for part in parts:
        if isinstance(part, TermScores):
            alike.setdefault(id(part.norms), []).append(part)
        else:
            total += part.scores_of(documents)
    for terms in alike.values():
        freqs = np.array([term.freqs_of(documents) for term in terms])
        shares = freqs / (freqs + terms[0].norms.take(documents))
        total += (shares * np.array([[term.numerator] for term in terms])).sum(axis=0)
    return total


def united(parts: list[Scores], count: int) -> PlainScores:
    """The sum of several scores in a segment of ``count`` documents, written out."""
    if len(parts) == 1:
        return PlainScores(parts[0].docs, parts[0].scores)
    docs = np.concatenate([part.docs for part in parts])
    total = np.bincount(docs, np.concatenate([part.scores for part in parts]), count)
    docs = np.flatnonzero(total > 0)
    return PlainScores(docs.astype(np.int32), total.take(docs))
