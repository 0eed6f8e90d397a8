"""The segments of one commit, open for reading, and the statistics of all of them together."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import msgspec
import numpy as np

from search.engines.embedded.allowed import Allowed
from search.engines.embedded.impacts import Impacts, ScoredWord
from search.engines.embedded.label_counts import LabelCounts
from search.engines.embedded.labels import labels_of
from search.engines.embedded.remembered_words import RememberedWords, room_for
from search.engines.embedded.scored_terms import TermScores
from search.engines.embedded.segment_arrays import Array, Postings, SegmentArrays
from search.fields import IDENTIFIER, MOMENT
from search.query import WeightedTerm
from search.ranking import WEIGHTS, Weights, idf
from search.string_table import StringTable

REMEMBERED_PLACES = 50_000
"""Words and beginnings of words whose place among the words of a segment is remembered, and stems with what is asked of them."""


class SoughtStem(msgspec.Struct, frozen=True, gc=False):
    """A stem of a query and its family, the words that begin as it does: what finding them weighs, the rarer they are the more, and
    their rows in each segment. A pair weighs what the rarer of its words does.
    """

    family: bytes
    family_weight: float
    near_weight: float
    pair_weight: float
    rows: tuple[int, ...]
    family_rows: tuple[tuple[int, int], ...]


class OpenSegment:
    """A segment with its deletions. ``base`` is the number of its first document in the snapshot."""

    def __init__(self, arrays: SegmentArrays, live: Array | None, base: int) -> None:
        self.arrays = arrays
        self.live = live
        self.base = base
        self.count = arrays.count
        self._places: dict[bytes, int] = {}

    def term(self, field: str, text: bytes) -> tuple[Postings, int]:
        """The inverted lists of a field and the row of a term in them, -1 when it has none here."""
        postings = self.arrays.postings(field)
        if postings.terms is self.arrays.words:
            row = self.row(text)
        else:
            row = postings.terms.find(text.decode())
        return postings, row if row >= 0 and postings.starts[row] < postings.starts[row + 1] else -1

    def row(self, word: bytes) -> int:
        """The row of a word, -1 when no text has it here."""
        place = self._place(word)
        return place if place < len(self.arrays.words) and self.arrays.words.encoded(place) == word else -1

    def _place(self, start: bytes) -> int:
        """The row of the first word that is not less than ``start``, remembered."""
        place = self._places.get(start)
        if place is None:
            if len(self._places) >= REMEMBERED_PLACES:
                self._places.clear()
            place = self._places[start] = self.arrays.words.lower_bound(start)
        return place

    def rows(self, low: bytes, high: bytes) -> tuple[int, int]:
        """The rows of the words from ``low`` up to ``high``, the end excluded."""
        return self._place(low), self._place(high)

    def live_postings(self, field: str, low: bytes, high: bytes) -> int:
        """How many postings with live documents the terms from ``low`` up to ``high`` (excluded) have."""
        first, last = self.rows(low, high)
        postings = self.arrays.postings(field)
        if self.live is None:
            return int(postings.starts[last]) - int(postings.starts[first])
        return sum(len(self.live_of(postings.docs_of(row))) for row in range(first, last))

    def identifier(self, number: int) -> str:
        """The id of a document by its number here."""
        return self.identifiers[int(self.identifier_rows[number])]

    @property
    def identifiers(self) -> StringTable:
        """The ids of all documents, sorted."""
        return self.arrays.labels[IDENTIFIER].terms

    @cached_property
    def identifier_rows(self) -> Array:
        """The row of each document's id in the sorted table of ids (N,)."""
        postings = self.arrays.labels[IDENTIFIER]
        rows = np.empty(self.count, dtype=np.int32)
        rows[postings.docs] = np.repeat(np.arange(len(postings.terms), dtype=np.int32), postings.counts)
        return rows

    @cached_property
    def allowed(self) -> Allowed | None:
        """The documents that are not deleted; None when none is."""
        return None if self.live is None else Allowed(self.live)

    def live_of(self, docs: Array) -> Array:
        """Those of the documents that are not deleted."""
        return docs if self.live is None else docs[self.live[docs]]


class Snapshot:
    """All segments of an index. Statistics count live documents only, over all segments.

    ``bases`` are the numbers of the first document of each segment, and of the one after the last.
    """

    def __init__(self, segments: Sequence[tuple[SegmentArrays, Array | None]], weights: Weights = WEIGHTS) -> None:
        bases = [0, *accumulate(arrays.count for arrays, _ in segments)]
        self.segments = [OpenSegment(arrays, live, base) for (arrays, live), base in zip(segments, bases, strict=False)]
        self.weights = weights
        self.bases = bases
        self._norms: dict[str, list[Array]] = {}
        self.words = RememberedWords(room_for(bases[-1]))
        self._label_counts: dict[str, LabelCounts] = {}
        self._sought: dict[str, SoughtStem] = {}

    @cached_property
    def count(self) -> int:
        """The number of live documents."""
        return sum(segment.count if segment.live is None else int(segment.live.sum()) for segment in self.segments)

    @cached_property
    def moments(self) -> Array:
        """The reference moment of each document, in seconds since 1970, ``MISSING`` for none: int64 (N,)."""
        moments = [segment.arrays.numbers[MOMENT] for segment in self.segments]
        return moments[0] if len(moments) == 1 else np.concatenate([np.zeros(0, dtype=np.int64), *moments])

    def place(self, document: int) -> tuple[OpenSegment, int]:
        """The segment of a document and its number there."""
        segment = self.segments[bisect_right(self.bases, document) - 1]
        return segment, document - segment.base

    def word(self, terms: tuple[WeightedTerm, ...]) -> ScoredWord:
        """A word that stands for these terms, with their summed scores."""
        return self.words.words((terms,), lambda _: self.scored(terms))[0]

    def exact_words(self, words: Sequence[str]) -> list[ScoredWord]:
        """Words in the exact view of each field where that counts."""
        return self.words.words(words, lambda place: self.scored(self.weights.exact_terms(words[place])))

    def scored(self, terms: tuple[WeightedTerm, ...]) -> ScoredWord:
        """What ``word`` remembers."""
        parts: list[list[TermScores]] = [[] for _ in self.segments]
        for field, text, weight in terms:
            self._add_scored(field, text, weight, parts)
        impacts = [Impacts(own, segment.count) if own else None for own, segment in zip(parts, self.segments, strict=True)]
        return ScoredWord(tuple(impacts))

    def rarity_of(self, impacts: Sequence[Impacts | None]) -> float:
        """The idf of what brings these impacts to the segments."""
        found = zip(impacts, self.segments, strict=True)
        return idf(self.count, sum(len(segment.live_of(one.docs)) for one, segment in found if one is not None))

    def label_counts(self, field: str) -> LabelCounts:
        """What counts the labels of a field."""
        if field not in self._label_counts:
            arrays = [segment.arrays for segment in self.segments]
            self._label_counts[field] = LabelCounts(labels_of([(own.labels[field], own.columns[field]) for own in arrays]))
        return self._label_counts[field]

    def norms(self, field: str, number: int) -> Array:
        """BM25's length norm of each document of a segment (N,): what is added to the frequency below the line."""
        return self._norms_of(field)[number]

    def rarity(self, field: str, low: bytes, high: bytes) -> float:
        """The idf of the terms from ``low`` up to ``high`` (excluded) together: of as many documents as they have postings."""
        postings = sum(segment.live_postings(field, low, high) for segment in self.segments)
        return idf(self.count, min(postings, self.count))

    def sought(self, stem: str) -> SoughtStem:
        """A stem of a query, remembered."""
        sought = self._sought.get(stem)
        if sought is None:
            if len(self._sought) >= REMEMBERED_PLACES:
                self._sought.clear()
            sought = self._sought[stem] = self._looked_up(stem)
        return sought

    def _looked_up(self, stem: str) -> SoughtStem:
        own, start = stem.encode(), stem[: self.weights.family_letters].encode()
        word, family = (own, own + b"\0"), (start, start + b"\xff")
        gain = self.weights.k1 + 1
        return SoughtStem(
            start,
            self.weights.family * gain * self.rarity("title", *family),
            self.weights.near * gain * self.rarity("title", *word),
            self.weights.pairs * gain * self.rarity("body", *word),
            tuple(segment.row(own) for segment in self.segments),
            tuple(segment.rows(*family) for segment in self.segments),
        )

    def _add_scored(self, field: str, text: str, weight: float, parts: Sequence[list[TermScores]]) -> None:
        """Adds the weighted BM25 of a term to the parts of each segment."""
        encoded = text.encode()
        found = []
        frequency = 0
        for number, segment in enumerate(self.segments):
            postings, row = segment.term(field, encoded)
            if row >= 0:
                docs = postings.docs_of(row)
                found.append((number, docs, postings.freqs_of(row)))
                frequency += len(segment.live_of(docs))
        numerator = weight * idf(self.count, frequency) * (self.weights.k1 + 1)
        for number, docs, freqs in found:
            parts[number].append(TermScores.of(docs, freqs, numerator, self._norms_of(field)[number]))

    def mean_length(self, field: str) -> float:
        """How many tokens a view has on average."""
        total = 0
        for segment in self.segments:
            own = segment.arrays.texts[field].lengths
            total += int(own.sum() if segment.live is None else own[segment.live].sum())
        return total / self.count if self.count else 0.0

    def _norms_of(self, field: str) -> list[Array]:
        if field not in self._norms:
            lengths = [segment.arrays.texts[field].lengths for segment in self.segments]
            mean = self.mean_length(field)
            k1, b = self.weights.k1, self.weights.b
            self._norms[field] = [
                k1 * (1 - b + b * own / mean) if mean else np.full(segment.count, k1)
                for segment, own in zip(self.segments, lengths, strict=True)
            ]
        return self._norms[field]
