"""Queries are ``whoosh.query`` trees, whatever they come from; this module makes them and names their classes.

Everything else imports the classes from here, so that Whoosh stays replaceable.
"""

from collections.abc import Sequence
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

from search.fields import ENDS_AT, MOMENT, key
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
    "to_come",
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
    """Any of several words, one subquery each: the sum of their scores, lowered for the words that a document lacks.

    ``exponent`` says how much (see ``search.ranking.Weights``), None as much as words cost that are not all meant. To Whoosh's
    own searcher it is a plain OR.
    """

    def __init__(self, subqueries: Sequence[Query], exponent: float | None = None) -> None:
        super().__init__(subqueries)
        self.exponent = exponent


def filter_query(filters: Filters) -> Query | None:
    """The documents that pass the filters, or None when every document does."""
    clauses: list[Query] = [_any_of([Term(name, key(label)) for label in labels]) for name, labels in filters.labels if labels]
    if filters.since is not None or filters.until is not None:
        since = -_FOREVER if filters.since is None else filters.since
        until = _FOREVER if filters.until is None else filters.until
        clauses.append(NumericRange(MOMENT, since, until))
    if filters.upcoming_at is not None:
        clauses.append(to_come(filters.upcoming_at))
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else And(clauses)


def to_come(now: int) -> Query:
    """The events that are not over: one that ends this second is. A whole day ends with the first second of the next."""
    return NumericRange(ENDS_AT, now, None, startexcl=True)


def _any_of(queries: list[Query]) -> Query:
    if not queries:
        return NullQuery
    return queries[0] if len(queries) == 1 else Or(queries)
