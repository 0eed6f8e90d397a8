"""Queries are ``whoosh.query`` trees, whatever they come from; this module makes them and names their classes.

Everything else imports the classes from here, so that Whoosh stays replaceable.
"""

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
    "Wildcard",
    "filter_query",
    "words_query",
]

_FOREVER = 2**62


class AnyWord(Or):
    """Any of several words, one subquery each: the sum of their scores, lowered for each word that a document lacks.

    See ``search.ranking.Weights.coordination``. To Whoosh's own searcher it is a plain OR.
    """


def words_query(text: str, analyser: Analyser, weights: Weights) -> Query:
    """Any of the words of the text, in any text field: the sum of each field's BM25, less for each word lacking.

    A text of nothing but stop words ("son", "est") is looked for in the exact view; a text without a word matches nothing.
    """
    stems = list(dict.fromkeys(analyser.stems(text)))
    if stems:
        return _any_word([_in_every_field(word, [field.stem for field in TEXT_FIELDS], weights) for word in stems])
    words = list(dict.fromkeys(analyser.words(text)))
    return _any_word([_in_every_field(word, [field.exact for field in TEXT_FIELDS], weights) for word in words])


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


def _in_every_field(word: str, views: list[str], weights: Weights) -> Query:
    return Or([Term(view, word, boost=weights.of(view)) for view in views])


def _any_word(queries: list[Query]) -> Query:
    return AnyWord(queries) if len(queries) > 1 else _any_of(queries)


def _any_of(queries: list[Query]) -> Query:
    if not queries:
        return NullQuery
    return queries[0] if len(queries) == 1 else Or(queries)
