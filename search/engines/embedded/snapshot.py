"""The segments of one commit, open for reading, and the statistics of all of them together."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from search.engines.embedded.schema import IDENTIFIER
from search.engines.embedded.segment_arrays import Array, Postings, SegmentArrays
from search.ranking import WEIGHTS, Weights, idf

REMEMBERED_POSTINGS = 8_000_000
"""Postings whose scores are kept ready (12 bytes each): those of the terms asked for, until there are too many."""


@dataclass(frozen=True, slots=True)
class Impacts:
    """What one term brings: documents (n,), ascending, and the BM25 score of each (n,), idf included."""

    docs: Array
    scores: Array


class OpenSegment:
    """A segment with its deletions. ``base`` is the number of its first document in the snapshot."""

    def __init__(self, arrays: SegmentArrays, live: Array | None, base: int) -> None:
        self.arrays = arrays
        self.live = live
        self.base = base
        self.count = arrays.count

    def term(self, field: str, text: bytes) -> tuple[Postings, int]:
        """The inverted lists of a field and the row of a term in them, -1 when it has none here."""
        postings = self.arrays.postings(field)
        row = postings.terms.lower_bound(text)
        found = row < len(postings.terms) and postings.terms.encoded(row) == text
        return postings, row if found and postings.starts[row] < postings.starts[row + 1] else -1

    def identifier(self, number: int) -> str:
        """The id of a document by its number here."""
        return self.arrays.labels[IDENTIFIER].terms[int(self.identifier_rows[number])]

    @cached_property
    def identifier_rows(self) -> Array:
        """The row of each document's id in the sorted table of ids (N,)."""
        postings = self.arrays.labels[IDENTIFIER]
        rows = np.empty(self.count, dtype=np.int32)
        rows[postings.docs] = np.repeat(np.arange(len(postings.terms), dtype=np.int32), postings.counts)
        return rows

    def live_of(self, docs: Array) -> Array:
        """Those of the documents that are not deleted."""
        return docs if self.live is None else docs[self.live[docs]]


class Snapshot:
    """All segments of an index. Statistics count live documents only, over all segments."""

    def __init__(self, segments: Sequence[tuple[SegmentArrays, Array | None]], weights: Weights = WEIGHTS) -> None:
        bases = [0, *accumulate(arrays.count for arrays, _ in segments)]
        self.segments = [OpenSegment(arrays, live, base) for (arrays, live), base in zip(segments, bases, strict=False)]
        self.count_all = bases[-1]
        self.weights = weights
        self._bases = bases
        self._norms: dict[str, list[Array]] = {}
        self._unions: dict[tuple[tuple[str, str, float], ...], list[Impacts | None]] = {}
        self._numbers: dict[str, Array] = {}
        self._remembered = 0

    @cached_property
    def live(self) -> Array | None:
        """Which documents are not deleted (N,), or None when none is."""
        if all(segment.live is None for segment in self.segments):
            return None
        return np.concatenate(
            [np.ones(segment.count, dtype=bool) if segment.live is None else segment.live for segment in self.segments]
        )

    @cached_property
    def count(self) -> int:
        """The number of live documents."""
        return self.count_all if self.live is None else int(self.live.sum())

    def numbers(self, field: str) -> Array:
        """The values of a numeric field over all segments (N,)."""
        if len(self.segments) == 1:
            return self.segments[0].arrays.numbers[field]
        if field not in self._numbers:
            columns = [segment.arrays.numbers[field] for segment in self.segments]
            self._numbers[field] = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
        return self._numbers[field]

    def place(self, document: int) -> tuple[OpenSegment, int]:
        """The segment of a document and its number there."""
        segment = self.segments[bisect_right(self._bases, document) - 1]
        return segment, document - segment.base

    def union(self, terms: tuple[tuple[str, str, float], ...]) -> list[Impacts | None]:
        """The summed scores of terms, each a field, a text and a weight, for each segment."""
        found = self._unions.get(terms)
        if found is None:
            impacts = [(self._impacts_of(field, text), weight) for field, text, weight in terms]
            found = [
                _summed([(one[number], weight) for one, weight in impacts], segment.count)
                for number, segment in enumerate(self.segments)
            ]
            self._remember(terms, found)
        return found

    def _remember(self, terms: tuple[tuple[str, str, float], ...], found: list[Impacts | None]) -> None:
        size = sum(len(one.docs) for one in found if one is not None) + 100
        if self._remembered + size > REMEMBERED_POSTINGS:
            self._unions, self._remembered = {}, 0
        self._remembered += size
        self._unions[terms] = found

    def _impacts_of(self, field: str, text: str) -> list[Impacts | None]:
        encoded = text.encode()
        spans = []
        frequency = 0
        for segment in self.segments:
            postings, row = segment.term(field, encoded)
            docs = postings.docs_of(row) if row >= 0 else None
            spans.append((postings, row, docs))
            frequency += 0 if docs is None else len(segment.live_of(docs))
        rarity = idf(self.count, frequency)
        impacts: list[Impacts | None] = []
        for norms, (postings, row, docs) in zip(self._norms_of(field), spans, strict=True):
            if docs is None:
                impacts.append(None)
                continue
            freqs = postings.freqs_of(row).astype(np.float64)
            scores = freqs * (rarity * (self.weights.k1 + 1)) / (freqs + norms[docs])
            impacts.append(Impacts(docs, scores))
        return impacts

    def _norms_of(self, field: str) -> list[Array]:
        """BM25's length norm of each document, for each segment: what is added to the frequency below the line."""
        if field not in self._norms:
            lengths = [segment.arrays.texts[field].lengths for segment in self.segments]
            total = 0
            for segment, own in zip(self.segments, lengths, strict=True):
                if own is not None:
                    total += int(own.sum() if segment.live is None else own[segment.live].sum())
            mean = total / self.count if self.count else 0.0
            k1, b = self.weights.k1, self.weights.b
            self._norms[field] = [
                k1 * (1 - b + b * (np.zeros(0) if own is None else own) / mean) if mean else np.full(segment.count, k1)
                for segment, own in zip(self.segments, lengths, strict=True)
            ]
        return self._norms[field]


def _summed(parts: Sequence[tuple[Impacts | None, float]], count: int) -> Impacts | None:
    """The weighted sum of several terms' scores in a segment of ``count`` documents."""
    found = [(impacts, weight) for impacts, weight in parts if impacts is not None]
    if not found:
        return None
    if len(found) == 1:
        impacts, weight = found[0]
        return Impacts(impacts.docs, impacts.scores * weight)
    docs = np.concatenate([impacts.docs for impacts, _ in found])
    total = np.bincount(docs, np.concatenate([impacts.scores * weight for impacts, weight in found]), count)
    matching = np.flatnonzero(total)
    return Impacts(matching.astype(np.int32), total[matching])
