"""Queries are ``whoosh.query`` trees, whatever they come from; this module makes them and names their classes.

Everything else imports the classes from here, so that Whoosh stays replaceable.
"""

from functools import cached_property
from typing import TypeAlias

from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
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

from search.analysis import Analyser
from search.fields import ENDS_AT, MOMENT, TEXT_FIELDS, key
from search.ranking import Weights
from search.request import Filters

__all__ = [
    "And",
    "AndMaybe",
    "AndNot",
    "AnyField",
    "AnyWord",
    "ConstantScoreQuery",
    "Every",
    "FuzzyTerm",
    "Not",
    "NullQuery",
    "NumericRange",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Require",
    "Term",
    "WeightedTerm",
    "Wildcard",
    "filter_query",
    "words_query",
]

WeightedTerm: TypeAlias = tuple[str, str, float]
"""A field, a text and a weight."""

_FOREVER = 2**62


class AnyField(Or):
    """A word in any of several text fields: the sum of its scores there. Its terms come first, Whoosh's queries when asked for."""

    def __init__(self, terms: tuple[WeightedTerm, ...]) -> None:
        self.terms = terms
        self.boost = 1.0
        self.minmatch = 0
        self.scale = None

    @cached_property
    def subqueries(self) -> list[Query]:
        """The same as Whoosh's terms."""
        return [Term(field, text, boost=weight) for field, text, weight in self.terms]


class AnyWord(Or):
    """Any of several words, one subquery each: the sum of their scores, lowered for each word that a document lacks.

    See ``search.ranking.Weights.coordination``. To Whoosh's own searcher it is a plain OR.
    """


def words_query(text: str, analyser: Analyser, weights: Weights) -> Query:
    """Any of the words of the text, in any text field: the sum of each field's BM25, less for each word lacking.

    A text of nothing but stop words ("son", "est") is looked for in the exact view; a text without a word matches nothing.
    """
    if stems := analyser.stems(text):
        return _any_word(stems, [field.stem for field in TEXT_FIELDS], weights)
    return _any_word(analyser.words(text), [field.exact for field in TEXT_FIELDS], weights)


def filter_query(filters: Filters) -> Query | None:
    """The documents that pass the filters, or None when every document does."""
    clauses: list[Query] = [_any_of([Term(name, key(label)) for label in labels]) for name, labels in filters.labels if labels]
    if filters.since is not None or filters.until is not None:
        since = -_FOREVER if filters.since is None else filters.since
        until = _FOREVER if filters.until is None else filters.until
        clauses.append(NumericRange(MOMENT, since, until))
    if filters.upcoming_at is not None:
        clauses.append(NumericRange(ENDS_AT, filters.upcoming_at, _FOREVER))
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else And(clauses)


def _any_word(words: list[str], views: list[str], weights: Weights) -> Query:
    weighted = [(view, weights.of(view)) for view in views]
    distinct = dict.fromkeys(words)
    return (
        AnyWord([AnyField(tuple((view, word, weight) for view, weight in weighted)) for word in distinct]) if words else NullQuery
    )


def _any_of(queries: list[Query]) -> Query:
    if not queries:
        return NullQuery
    return queries[0] if len(queries) == 1 else Or(queries)
