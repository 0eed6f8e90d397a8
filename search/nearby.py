"""What is near the results of a search without being one: the neighbours of the first of them, to fill a page that they leave open.

The neighbours of an item were learnt at build time (``indexer.related``); one that is near several results, or near the best,
comes first.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from search.engine import Engine, EngineQuery, Match
from search.pins import identified
from search.query import AndNot
from search.related import Reason, RelatedItem, RelatedItems

FIRST = 20
"""Results whose neighbours count: the first ones."""

KNOWN = 1_000
"""Results before a page that what is near does not repeat: the first ones."""


class Near(NamedTuple):
    """A neighbour of results, by its row in the table. ``score`` is the sum of its scores beside each, times the share of the best
    score that the result has; ``result`` is the row of the one that brings most, ``rank`` where it stands in the list of that.
    """

    row: int
    score: float
    result: int
    rank: int


def nearby(
    related: RelatedItems, engine: Engine, query: EngineQuery, results: Sequence[Match], limit: int
) -> tuple[RelatedItem, ...]:
    """The items nearest to the first ``results`` of a query that are none of its results, pass its filters and do not repeat each
    other; best first, with the result that each is nearest to and what both have in common as reasons.
    """
    table = related.table
    seen = {int(table.groups[row]) for row in (table.row_of(match.id) for match in results) if row >= 0}
    near = [one for one in neighbours(related, results[:FIRST]) if int(table.groups[one.row]) not in seen]
    passing = _passing(engine, query, tuple(table.id_of(one.row) for one in near))
    found: list[RelatedItem] = []
    for one in near:
        group = int(table.groups[one.row])
        if len(found) < limit and group not in seen and table.id_of(one.row) in passing:
            seen.add(group)
            found.append(_described(related, one))
    return tuple(found)


def neighbours(related: RelatedItems, results: Sequence[Match]) -> list[Near]:
    """The neighbours of results that are in the table, best first."""
    best = max((match.score for match in results), default=0.0)
    found: dict[int, Near] = {}
    brought: dict[int, float] = {}
    for row, share in _shares(related, results, best):
        listed = related.table.lists.of(row)
        for rank, (other, score) in enumerate(zip(listed.rows, listed.scores, strict=True)):
            known, part = found.get(other), share * score
            total = part if known is None else known.score + part
            if part > brought.get(other, 0.0):
                brought[other] = part
                found[other] = Near(other, total, row, rank)
            elif known is not None:
                found[other] = known._replace(score=total)
    return sorted(found.values(), key=lambda near: (-near.score, near.row))


def _passing(engine: Engine, query: EngineQuery, ids: tuple[str, ...]) -> set[str]:
    """Those of the items that a query does not find and that pass its filters."""
    if not ids:
        return set()
    tree = AndNot(identified(ids), query.tree)
    asked = replace(query, tree=tree, offset=0, limit=len(ids), facets=(), words=(), stems=(), upcoming_at=None)
    return {match.id for match in engine.search(asked).hits}


def _shares(related: RelatedItems, results: Sequence[Match], best: float) -> Iterator[tuple[int, float]]:
    """The rows of results with the shares of the best score that they have."""
    for match in results:
        row = related.table.row_of(match.id)
        if row >= 0 and match.score > 0:
            yield row, match.score / best


def _described(related: RelatedItems, near: Near) -> RelatedItem:
    item = related.neighbour(near.result, near.rank)
    beside = Reason("result", (related.table.card(near.result).title,))
    return RelatedItem(item.document, near.score, (beside, *item.reasons))
