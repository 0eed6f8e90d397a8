"""Explains the scores of a page: what evaluation and refinement computed for all matches, again for one document, in parts."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from search.engines.embedded.evaluation import evaluate, words_of
from search.engines.embedded.scored import Scored
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.target import Target
from search.explanation import Count, Name, Part, added, counted, multiplied
from search.query import And, AndMaybe, AndNot, AnyField, AnyWord, Or, Phrase, Query, Require, Term


class Evaluated:
    """A segment with what the parts of a query gave there: several documents of a page ask for the same."""

    def __init__(self, on: Target) -> None:
        self.on = on
        self._scored: dict[int, Scored] = {}
        self._lists: dict[tuple[str, str], tuple[Array, Array]] = {}
        self._mean_lengths: dict[str, float] = {}

    def score(self, query: Query, document: int) -> tuple[bool, float]:
        """Whether a document of the segment matches, and its score."""
        if type(query) is AnyField:  # remembered by the snapshot
            impacts = self.on.impacts(query.terms)
            found = 0.0 if impacts is None else float(impacts.scores_of(np.array([document], dtype=np.int32))[0])
            return found > 0, found
        if id(query) not in self._scored:
            self._scored[id(query)] = evaluate(query, self.on)
        scored = self._scored[id(query)]
        return bool(scored.matched[document]), float(scored.scores[document])

    def frequency(self, view: str, text: str, document: int) -> int:
        """How often a document has a word in a view."""
        if (view, text) not in self._lists:
            postings, row = self.on.segment.term(view, text.encode())
            nothing = np.zeros(0, dtype=np.int32)
            self._lists[view, text] = (postings.docs_of(row), postings.freqs_of(row)) if row >= 0 else (nothing, nothing)
        docs, freqs = self._lists[view, text]
        place = int(docs.searchsorted(document))
        return int(freqs[place]) if place < len(docs) and docs[place] == document else 0

    def mean_length(self, view: str) -> float:
        """How many tokens a view has on average."""
        if view not in self._mean_lengths:
            self._mean_lengths[view] = self.on.snapshot.mean_length(view)
        return self._mean_lengths[view]


class Explained:
    """One document of a segment, by its number there, under the query trees of one search."""

    def __init__(self, segment: Evaluated, document: int) -> None:
        self._segment = segment
        self._on = segment.on
        self._document = document

    def part(self, query: Query) -> Part:
        """What a query brings to the document, which it matches."""
        explain = _BY_TYPE.get(type(query))
        is_label = isinstance(query, Term) and query.fieldname not in self._on.segment.arrays.texts
        if explain is None or is_label:
            return Part("condition", self._segment.score(query, self._document)[1])
        return explain(self, query)

    def occurrences(self, name: Name, view: str, text: str, idf: float, weight: float, frequency: int) -> Part:
        """What BM25 makes of something that stands so often in a view of the document."""
        length = int(self._on.segment.arrays.texts[view].lengths[self._document])
        weights = self._on.snapshot.weights
        count = Count(frequency, length, self._segment.mean_length(view), idf, weight, weights.k1, weights.b)
        return counted(name, text, view, count)

    def term(self, name: Name, view: str, text: str, weight: float) -> list[Part]:
        """What a word of a view brings: nothing when the document does not have it there."""
        frequency = self._segment.frequency(view, text, self._document)
        if not frequency:
            return []
        idf = self._on.snapshot.rarity(view, text.encode(), text.encode() + b"\0")
        return [self.occurrences(name, view, text, idf, weight, frequency)]

    def stems(self, field: str) -> list[int]:
        """The rows of the stems of a field, in order."""
        rows: list[int] = self._on.segment.arrays.sequences[field].of(self._document).tolist()
        return rows

    def row(self, stem: str) -> int:
        """The row of a stem, -1 when the segment does not have it."""
        return self._on.segment.row(stem.encode())

    def rows(self, low: bytes, high: bytes) -> tuple[int, int]:
        """The rows of the words from ``low`` up to ``high``, the end excluded."""
        return self._on.segment.rows(low, high)

    def _any_field(self, query: AnyField) -> Part:
        found = [part for field, text, weight in query.terms for part in self.term("occurrences", field, text, weight)]
        return added("word", found, " ".join(dict.fromkeys(part.text for part in found)))

    def _term(self, query: Term) -> Part:
        return added("word", self.term("occurrences", query.fieldname, query.text, query.boost), query.text)

    def _phrase(self, query: Phrase) -> Part:
        found = [part for word in query.words for part in self.term("occurrences", query.fieldname, word, query.boost)]
        return added("phrase", found, " ".join(query.words))

    def _any_word(self, query: AnyWord) -> Part:
        """The words that the document has, and the share that it keeps for having them."""
        _, kept = words_of(query, self._on).scored(np.array([self._document]))
        return multiplied("match", [self._sum("words", query.subqueries), Part("coverage", float(kept[0]))])

    def _or(self, query: Or) -> Part:
        return self._boosted("any", query.subqueries, query.boost)

    def _and(self, query: And) -> Part:
        return self._boosted("all", query.subqueries, query.boost)

    def _first(self, query: Any) -> Part:
        return self.part(query.a)

    def _and_maybe(self, query: AndMaybe) -> Part:
        return self._sum("any", (query.a, query.b))

    def _boosted(self, name: Name, queries: Iterable[Query], boost: float) -> Part:
        parts = self._sum(name, queries)
        return parts if boost == 1.0 else multiplied(name, [parts, Part("weight", boost)])

    def _sum(self, name: Name, queries: Iterable[Query]) -> Part:
        """The queries that the document matches."""
        return added(name, [self.part(query) for query in queries if self._segment.score(query, self._document)[0]])


_BY_TYPE: dict[type[Any], Callable[[Explained, Any], Part]] = {
    And: Explained._and,
    AndMaybe: Explained._and_maybe,
    AndNot: Explained._first,
    AnyField: Explained._any_field,
    AnyWord: Explained._any_word,
    Or: Explained._or,
    Phrase: Explained._phrase,
    Require: Explained._first,
    Term: Explained._term,
}
