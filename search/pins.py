"""Pinned results: the items that administrators put first for a query.

A pinned item keeps the score that the query's words give it; only its place changes. It is among the results even if it has none
of the words, unless a filter keeps it out: who asks for events gets events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from search.engine import Engine, EngineQuery, Match, Matches
from search.explanation import Part, added
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
    ranked = engine.search(_scoring(query))
    first = pinned_matches(engine, query, pinned, {match.id: match.score for match in ranked.hits})
    ahead = {match.id for match in first}
    page = [*first, *(match for match in ranked.hits if match.id not in ahead)][query.offset : wanted]
    return Matches(whole.total, tuple(page), whole.facets)


def pinned_explanations(engine: Engine, query: EngineQuery, matches: Sequence[Match]) -> list[Part]:
    """How the scores of such a page came about; what counts as 0 has no parts."""
    scored = [match for match in matches if match.score]
    parts = dict(zip(scored, engine.explanations(_scoring(query), scored), strict=True))
    return [parts.get(match) or added("score", []) for match in matches]


def pinned_matches(engine: Engine, query: EngineQuery, pinned: Sequence[str], scores: Mapping[str, float]) -> list[Match]:
    """The pinned items that are in the index and pass the filters, in their order, each with its own score."""
    tree = identified(pinned)
    alone = replace(query, tree=tree, offset=0, limit=len(pinned), facets=(), words=(), stems=(), upcoming_at=None)
    passing = {match.id: match for match in engine.search(alone).hits}
    return [Match(one, scores.get(one, 0.0), passing[one].place) for one in pinned if one in passing]


def _scoring(query: EngineQuery) -> EngineQuery:
    """The query for all that a page shows, and for the first results."""
    return replace(query, offset=0, limit=max(query.offset + query.limit, SCORED), facets=())


def identified(ids: Sequence[str]) -> Query:
    """What matches the items with these ids, and scores nothing."""
    return ConstantScoreQuery(Or([Term(IDENTIFIER, one) for one in ids]), 0.0)
