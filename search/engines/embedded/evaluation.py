"""Evaluates query trees on arrays: one small function for each class of ``search.query``.

In a segment of N documents, every query becomes a ``Scored``: which documents match (N,) and their scores (N,), 0 elsewhere.
Deleted documents are still among them. Whoosh's matchers define the meaning; they are the oracle of the tests.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np

from search.engines.embedded.expansions import fuzzy, prefix, wildcard
from search.engines.embedded.impacts import ScoredWord
from search.engines.embedded.phrases import with_phrase
from search.engines.embedded.remembered_words import key_of
from search.engines.embedded.scored import Scored, added, boosted, constant, impacts_of, nothing, sum_of
from search.engines.embedded.segment_arrays import MISSING, Array
from search.engines.embedded.target import Target
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
    Wildcard,
)


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
    if type(query) in (Or, AnyWord):
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
        matched |= on.with_any(name, texts)
    return matched


_Evaluate = Callable[[Any, Target], Scored]


def _every(query: Every, on: Target) -> Scored:
    return constant(np.ones(on.count, dtype=bool), query.boost)


def _term(query: Term, on: Target) -> Scored:
    if query.fieldname in on.segment.arrays.labels:
        return constant(on.with_any(query.fieldname, [query.text]), query.boost)
    return _summed([query], on)


def _or(query: Or, on: Target) -> Scored:
    terms: list[Term] = []
    others: list[Query] = []
    for leaf in _leaves(query):
        is_text = isinstance(leaf, Term) and leaf.fieldname in on.segment.arrays.texts
        (terms if is_text else others).append(leaf)
    parts = [evaluate(other, on) for other in others]
    if terms:
        parts.append(_summed(terms, on))
    if len(parts) <= 1:
        return boosted(parts[0], query.boost) if parts else nothing(on.count)
    return boosted(Scored(reduce(np.logical_or, [part.matched for part in parts]), added(parts)), query.boost)


def _any_field(query: AnyField, on: Target) -> Scored:
    return sum_of([on.impacts(query.terms)], on.count)


def _any_word(query: AnyWord, on: Target) -> Scored:
    """The sum of the words' scores, of which each document keeps what its words earn."""
    words = words_of(query, on)
    scored = nothing(on.count)
    for one in words.impacts:
        scored.matched[one.docs] = True
    documents = np.flatnonzero(scored.matched)
    scored.scores[documents], _ = words.scored(documents)
    return scored


def words_of(query: AnyWord, on: Target) -> Words:
    """The words of a query in a segment. How rare each is depends on all segments, so it is found out for all of them at once."""
    if id(query) not in on.words:
        on.words[id(query)] = _words_everywhere(query, on)
    return on.words[id(query)][on.number]


def _words_everywhere(query: AnyWord, on: Target) -> list[Words]:
    """The words of a query in each segment."""
    snapshot, queries = on.snapshot, query.subqueries
    words = snapshot.words.words([key_of(one) for one in queries], lambda place: _scored_word(queries[place], on))
    rarities = [word.rarity(snapshot.rarity_of) for word in words]
    exponent = snapshot.weights.lacking if query.exponent is None else query.exponent
    return [Words.of([word.impacts[n] for word in words], rarities, exponent) for n in range(len(snapshot.segments))]


def _scored_word(query: Query, on: Target) -> ScoredWord:
    """A word of a query, whatever stands for it."""
    if type(query) is AnyField:
        return on.snapshot.scored(query.terms)
    return ScoredWord(tuple(impacts_of(evaluate(query, one)) for one in on.everywhere()))


def _and(query: And, on: Target) -> Scored:
    parts = [evaluate(child, on) for child in query.subqueries]
    if not parts:
        return nothing(on.count)
    matched = reduce(np.logical_and, [part.matched for part in parts])
    return boosted(Scored(matched, np.where(matched, added(parts), 0.0)), query.boost)


def _not(query: Not, on: Target) -> Scored:
    return constant(~_matched(query.query, on), 1.0)


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
    return constant(_matched(query.child, on), query.score)


def _range(query: NumericRange, on: Target) -> Scored:
    values = on.segment.arrays.numbers[query.fieldname]
    matched = values != MISSING
    if query.start is not None:
        matched &= values > query.start if query.startexcl else values >= query.start
    if query.end is not None:
        matched &= values < query.end if query.endexcl else values <= query.end
    return constant(matched, query.boost)


def _phrase(query: Phrase, on: Target) -> Scored:
    """Documents in which the words follow each other, each within ``slop`` positions of the one before."""
    found = [on.segment.term(query.fieldname, word.encode()) for word in query.words]
    impacts = [on.impacts(((query.fieldname, word, query.boost),)) for word in query.words]
    present = [one for one in impacts if one is not None]
    if not found or len(present) < len(found):
        return nothing(on.count)
    documents = with_phrase([(*place, one.docs) for place, one in zip(found, present, strict=True)], query.slop)
    scored = nothing(on.count)
    scored.matched[documents] = True
    scored.scores[documents] = np.add.reduce([one.scores_of(documents) for one in present])
    return scored


def _summed(terms: list[Term], on: Target) -> Scored:
    """The sum of the scores of terms of text views."""
    return sum_of([on.impacts(((term.fieldname, term.text, term.boost),)) for term in terms], on.count)


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
    FuzzyTerm: fuzzy,
    Not: _not,
    type(NullQuery): lambda _query, on: nothing(on.count),
    NumericRange: _range,
    Or: _or,
    Phrase: _phrase,
    Prefix: prefix,
    Require: _require,
    Term: _term,
    Wildcard: wildcard,
}
