"""Pinned results: the items that administrators put first for a query.

A pinned item keeps the score that the query's words give it; only its place changes. It is among the results even if it has none
of the words, unless a filter keeps it out: who asks for events gets events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from search.engine import Engine, EngineQuery, Match, Matches
from search.fields import IDENTIFIER
from search.query import ConstantScoreQuery, Or, Query, Term
from search.query_key import query_key

MAX_PINNED = 10
"""Items that one query may have pinned: they take the first page."""

SCORED = 200
"""First results among which a pinned item's own score is looked for; further down it counts as 0."""


@dataclass(frozen=True, slots=True)
class Pins:
    """The ids pinned for each query, by its key (``query_key``); ``digest`` is empty when there is no file."""

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""

    def of(self, text: str) -> tuple[str, ...]:
        """The ids pinned for a query, in their order."""
        return self.by_key.get(query_key(text), ()) if self.by_key else ()


NO_PINS = Pins()


def with_pinned(engine: Engine, query: EngineQuery, pinned: Sequence[str]) -> Matches:
    """The page of a query whose pinned items come first (by relevance) or are just there (by date)."""
    either = Or([query.tree, identified(pinned)])
    if query.sort != "relevance":
        return engine.search(replace(query, tree=either))
    whole = engine.search(replace(query, tree=either, offset=0, limit=0, words=(), stems=()))  # nothing to refine
    wanted = query.offset + query.limit
    ranked = engine.search(replace(query, offset=0, limit=max(wanted, SCORED), facets=()))
    first = pinned_matches(engine, query, pinned, {match.id: match.score for match in ranked.hits})
    ahead = {match.id for match in first}
    page = [*first, *(match for match in ranked.hits if match.id not in ahead)][query.offset : wanted]
    return Matches(whole.total, tuple(page), whole.facets)


def pinned_matches(engine: Engine, query: EngineQuery, pinned: Sequence[str], scores: Mapping[str, float]) -> list[Match]:
    """The pinned items that are in the index and pass the filters, in their order, each with its own score."""
    alone = replace(query, tree=identified(pinned), offset=0, limit=len(pinned), facets=(), words=(), stems=())
    passing = {match.id: match for match in engine.search(alone).hits}
    return [Match(one, scores.get(one, 0.0), passing[one].place) for one in pinned if one in passing]


def identified(ids: Sequence[str]) -> Query:
    """What matches the items with these ids, and scores nothing."""
    return ConstantScoreQuery(Or([Term(IDENTIFIER, one) for one in ids]), 0.0)
