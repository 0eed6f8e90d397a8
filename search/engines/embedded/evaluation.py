"""Evaluates query trees on arrays: one small function for each class of ``search.query``.

In a segment of N documents, every query becomes a ``Scored``: which documents match (N,) and their scores (N,), 0 elsewhere.
Deleted documents are still among them. Whoosh's matchers define the meaning; they are the oracle of the tests.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import partial, reduce
from typing import Any

import numpy as np
from whoosh.automata.lev import levenshtein_automaton

from search.engines.embedded.impacts import Impacts, ScoredWord
from search.engines.embedded.phrases import with_phrase
from search.engines.embedded.remembered_words import key_of
from search.engines.embedded.segment_arrays import MISSING, Array
from search.engines.embedded.snapshot import OpenSegment, Snapshot
from search.engines.embedded.words import Words
from search.errors import Unsupported
from search.query import (
    And,
    AndMaybe,
    AndNot,
    AnyField,
    AnyWord,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
    WeightedTerm,
    Wildcard,
)

MAX_EXPANSIONS = 1024
"""Terms that a pattern or a fuzzy term may stand for; the first ones in order are taken."""


class Target:
    """One segment of a snapshot: where a query is evaluated. Those of one search know each other."""

    def __init__(self, snapshot: Snapshot, number: int, words: dict[int, list[Words]]) -> None:
        self.segment = snapshot.segments[number]
        self.count = self.segment.count
        self.snapshot = snapshot
        self._number = number
        self._words = words

    @classmethod
    def all(cls, snapshot: Snapshot) -> list["Target"]:
        """The segments of a snapshot, for one search."""
        words: dict[int, list[Words]] = {}
        return [cls(snapshot, number, words) for number in range(len(snapshot.segments))]

    def impacts(self, terms: tuple[WeightedTerm, ...]) -> Impacts | None:
        """The summed scores of weighted terms here, None where none of them is."""
        return self.snapshot.word(terms).impacts[self._number]

    def words(self, query: AnyWord) -> Words:
        """The words of a query here. How rare each is depends on all segments, so it is found out for all of them at once."""
        if id(query) not in self._words:
            self._words[id(query)] = self._everywhere(query)
        return self._words[id(query)][self._number]

    def _everywhere(self, query: AnyWord) -> list[Words]:
        """The words of a query in each segment."""
        snapshot = self.snapshot
        words = [self._word(one) for one in query.subqueries]
        rarities = [word.rarity(snapshot.rarity_of) for word in words]
        exponent = snapshot.weights.lacking if query.exponent is None else query.exponent
        return [Words.of([word.impacts[n] for word in words], rarities, exponent) for n in range(len(snapshot.segments))]

    def _word(self, query: Query) -> ScoredWord:
        """A word of a query, whatever stands for it."""
        if type(query) is AnyField:
            return self.snapshot.word(query.terms)
        key = key_of(query)
        return self._scored(query) if key is None else self.snapshot.words.word(key, partial(self._scored, query))

    def _scored(self, query: Query) -> ScoredWord:
        targets = [Target(self.snapshot, number, self._words) for number in range(len(self.snapshot.segments))]
        impacts = [_impacts(evaluate(query, on)) for on in targets]
        return ScoredWord(tuple(impacts))


@dataclass(frozen=True, slots=True)
class Scored:
    """The outcome of a query in a segment: ``matched`` bool (N,), ``scores`` float64 (N,)."""

    matched: Array
    scores: Array


def evaluate(query: Query, on: Target) -> Scored:
    """The outcome of a query in a segment."""
    function = _FUNCTIONS.get(type(query))
    if function is None:
        raise Unsupported(f"Ce moteur ne sait pas évaluer {type(query).__name__}.")
    return function(query, on)


def _matched(query: Query, on: Target) -> Array:
    """Which documents match, bool (N,): of words, what their scores are need not be known."""
    if type(query) is AnyField:
        impacts = on.impacts(query.terms)
        matched = np.zeros(on.count, dtype=bool)
        if impacts is not None:
            matched[impacts.docs] = True
        return matched
    if type(query) is And and query.subqueries:
        together: Array = reduce(np.logical_and, [_matched(one, on) for one in query.subqueries])
        return together
    if type(query) is Or:
        return _matched_by_any(list(_leaves(query)), on)
    return evaluate(query, on).matched


def _matched_by_any(queries: Sequence[Query], on: Target) -> Array:
    """Which documents match one of the queries, bool (N,): of labels, there may be hundreds."""
    labels: dict[str, list[str]] = {}
    matched = np.zeros(on.count, dtype=bool)
    for query in queries:
        if type(query) is Term and query.fieldname in on.segment.arrays.labels:
            labels.setdefault(query.fieldname, []).append(query.text)
        else:
            matched |= _matched(query, on)
    for name, texts in labels.items():
        matched |= _docs_mask(on.segment, name, texts)
    return matched


_Evaluate = Callable[[Any, Target], Scored]


def _nothing(_: Query, on: Target) -> Scored:
    return Scored(np.zeros(on.count, dtype=bool), np.zeros(on.count))


def _every(query: Every, on: Target) -> Scored:
    return _constant(np.ones(on.count, dtype=bool), query.boost)


def _term(query: Term, on: Target) -> Scored:
    if query.fieldname in on.segment.arrays.labels:
        return _constant(_docs_mask(on.segment, query.fieldname, [query.text]), query.boost)
    return _summed([query], on, 1.0)


def _or(query: Or, on: Target) -> Scored:
    terms: list[Term] = []
    others: list[Query] = []
    for leaf in _leaves(query):
        is_text = isinstance(leaf, Term) and leaf.fieldname in on.segment.arrays.texts
        (terms if is_text else others).append(leaf)
    parts = [evaluate(other, on) for other in others]
    if terms:
        parts.append(_summed(terms, on, 1.0))
    if len(parts) <= 1:
        return _boosted(parts[0], query.boost) if parts else _nothing(query, on)
    return _boosted(Scored(reduce(np.logical_or, [part.matched for part in parts]), _added(parts)), query.boost)


def _any_field(query: AnyField, on: Target) -> Scored:
    return _sum_of([on.impacts(query.terms)], on)


def _any_word(query: AnyWord, on: Target) -> Scored:
    """The sum of the words' scores, of which each document keeps what its words earn."""
    words = on.words(query)
    scored = _nothing(query, on)
    for one in words.impacts:
        scored.matched[one.docs] = True
    documents = np.flatnonzero(scored.matched)
    scored.scores[documents], _ = words.scored(documents)
    return scored


def _added(parts: Sequence[Scored]) -> Array:
    """The sums of their scores, one part after the other."""
    total = parts[0].scores.copy()
    for part in parts[1:]:
        total += part.scores
    return total


def _impacts(scored: Scored) -> Impacts | None:
    docs = np.flatnonzero(scored.matched).astype(np.int32)
    return Impacts.of(docs, scored.scores[docs], len(scored.matched)) if len(docs) else None


def _and(query: And, on: Target) -> Scored:
    parts = [evaluate(child, on) for child in query.subqueries]
    if not parts:
        return _nothing(query, on)
    matched = reduce(np.logical_and, [part.matched for part in parts])
    return _boosted(Scored(matched, np.where(matched, _added(parts), 0.0)), query.boost)


def _not(query: Not, on: Target) -> Scored:
    return _constant(~_matched(query.query, on), 1.0)


def _and_not(query: AndNot, on: Target) -> Scored:
    wanted = evaluate(query.a, on)
    matched = wanted.matched & ~_matched(query.b, on)
    return Scored(matched, np.where(matched, wanted.scores, 0.0))


def _and_maybe(query: AndMaybe, on: Target) -> Scored:
    wanted, welcome = (evaluate(child, on) for child in (query.a, query.b))
    return Scored(wanted.matched, np.where(wanted.matched, wanted.scores + welcome.scores, 0.0))


def _require(query: Require, on: Target) -> Scored:
    scored = evaluate(query.a, on)
    matched = scored.matched & _matched(query.b, on)
    return Scored(matched, np.where(matched, scored.scores, 0.0))


def _constant_score(query: ConstantScoreQuery, on: Target) -> Scored:
    return _constant(_matched(query.child, on), query.score)


def _range(query: NumericRange, on: Target) -> Scored:
    values = on.segment.arrays.numbers[query.fieldname]
    matched = values != MISSING
    if query.start is not None:
        matched &= values > query.start if query.startexcl else values >= query.start
    if query.end is not None:
        matched &= values < query.end if query.endexcl else values <= query.end
    return _constant(matched, query.boost)


def _prefix(query: Prefix, on: Target) -> Scored:
    """All documents with a word that begins so, each counting the same: the words stand in a row, so their lists do."""
    postings = on.segment.arrays.postings(query.fieldname)
    start = query.text.encode()
    words = range(postings.terms.lower_bound(start), postings.terms.lower_bound(start + b"\xff"))
    matched = np.zeros(on.count, dtype=bool)
    matched[postings.docs_of_all(words)] = True
    return _constant(matched, query.boost)


def _wildcard(query: Wildcard, on: Target) -> Scored:
    pattern = re.compile(translate(query.text))
    start = re.split(r"[*?\[]", query.text, maxsplit=1)[0]
    words = (word for word in _with_prefix(on.segment, query.fieldname, start) if pattern.match(word))
    return _expanded(query, words, on.segment)


def _fuzzy(query: FuzzyTerm, on: Target) -> Scored:
    automaton = levenshtein_automaton(query.text, int(query.maxdist), query.prefixlength).to_dfa()
    words = _with_prefix(on.segment, query.fieldname, query.text[: query.prefixlength])
    return _expanded(query, (word for word in words if automaton.accept(word)), on.segment)


def _phrase(query: Phrase, on: Target) -> Scored:
    """Documents in which the words follow each other, each within ``slop`` positions of the one before."""
    found = [on.segment.term(query.fieldname, word.encode()) for word in query.words]
    impacts = [on.impacts(((query.fieldname, word, query.boost),)) for word in query.words]
    present = [one for one in impacts if one is not None]
    if not found or len(present) < len(found):
        return _nothing(query, on)
    documents = with_phrase([(*place, one.docs) for place, one in zip(found, present, strict=True)], query.slop)
    scored = _nothing(query, on)
    scored.matched[documents] = True
    scored.scores[documents] = np.add.reduce([one.scores_of(documents) for one in present])
    return scored


def _summed(terms: list[Term], on: Target, boost: float) -> Scored:
    """The sum of the scores of terms of text views."""
    return _sum_of([on.impacts(((term.fieldname, term.text, term.boost * boost),)) for term in terms], on)


def _sum_of(impacts: Sequence[Impacts | None], on: Target) -> Scored:
    """The sum of scores, every one of them above zero where it matches."""
    found = [one for one in impacts if one is not None]
    if not found:
        return Scored(np.zeros(on.count, dtype=bool), np.zeros(on.count))
    total = np.bincount(np.concatenate([one.docs for one in found]), np.concatenate([one.scores for one in found]), on.count)
    return Scored(total > 0, total)


def _expanded(query: Any, words: Iterator[str], segment: OpenSegment) -> Scored:
    """Any of the words, each document counting the same."""
    taken = [word for word, _ in zip(words, range(MAX_EXPANSIONS), strict=False)]
    return _constant(_docs_mask(segment, query.fieldname, taken), query.boost)


def _with_prefix(segment: OpenSegment, field: str, prefix: str) -> Iterator[str]:
    postings = segment.arrays.postings(field)
    encoded = prefix.encode()
    for row in range(postings.terms.lower_bound(encoded), len(postings.terms)):
        word = postings.terms.encoded(row)
        if not word.startswith(encoded):
            return
        if postings.starts[row] < postings.starts[row + 1]:
            yield word.decode()


def _docs_mask(segment: OpenSegment, field: str, words: list[str]) -> Array:
    matched = np.zeros(segment.count, dtype=bool)
    for word in words:
        postings, row = segment.term(field, word.encode())
        if row >= 0:
            matched[postings.docs_of(row)] = True
    return matched


def _constant(matched: Array, score: float) -> Scored:
    return Scored(matched, matched * float(score))


def _boosted(scored: Scored, boost: float) -> Scored:
    return scored if boost == 1.0 else Scored(scored.matched, scored.scores * boost)


def _leaves(query: Or) -> Iterator[Query]:
    """The parts of nested unboosted ORs, as one flat sum."""
    for child in query.subqueries:
        if type(child) is Or and child.boost == 1.0 and child.subqueries:
            yield from _leaves(child)
        else:
            yield child


_FUNCTIONS: dict[type[Any], _Evaluate] = {
    And: _and,
    AndMaybe: _and_maybe,
    AndNot: _and_not,
    AnyField: _any_field,
    AnyWord: _any_word,
    ConstantScoreQuery: _constant_score,
    Every: _every,
    FuzzyTerm: _fuzzy,
    Not: _not,
    type(NullQuery): _nothing,
    NumericRange: _range,
    Or: _or,
    Phrase: _phrase,
    Prefix: _prefix,
    Require: _require,
    Term: _term,
    Wildcard: _wildcard,
}
