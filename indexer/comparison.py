"""The first ten answers before and after: what a new generation changes for those who search."""

from collections.abc import Iterator, Sequence

import msgspec

from indexer.portal_queries import PortalQuery
from search.index import Index
from search.request import SearchRequest
from search.results import SearchResults

SHOWN = 10


class Standing(msgspec.Struct, frozen=True):
    """An item among the first ten, with its rank (from 1) before and after; None where it is not among them."""

    id: str
    title: str
    before: int | None
    after: int | None


class Comparison(msgspec.Struct, frozen=True):
    """What one query answers. ``missing`` are the expected items that are not among the first ten; totals before may be None."""

    query: str
    total_before: int | None
    total_after: int
    standings: tuple[Standing, ...]
    missing: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the first ten are the same in the same order."""
        return all(one.before == one.after for one in self.standings)


def compared(queries: Sequence[PortalQuery], before: Index | None, after: Index, now: int) -> tuple[Comparison, ...]:
    """Each query's first ten in two indexes at one moment (seconds since 1970); those of a first index have no before."""
    return tuple(_compared(query, before, after, now) for query in queries)


def _compared(query: PortalQuery, before: Index | None, after: Index, now: int) -> Comparison:
    request = SearchRequest(text=query.text, size=SHOWN, now=now)
    old, new = None if before is None else before.search(request), after.search(request)
    known = {place for hit in new.hits for place in (hit.document.id, hit.document.url) if place}
    return Comparison(
        query.text,
        None if old is None else old.total,
        new.total,
        tuple(_standings(old, new)),
        tuple(one for one in query.expected if one not in known),
    )


def _standings(old: SearchResults | None, new: SearchResults) -> Iterator[Standing]:
    """The new first ten in order, then those that left."""
    documents_before = () if old is None else tuple(hit.document for hit in old.hits)
    ranks = {document.id: rank for rank, document in enumerate(documents_before, start=1)}
    for rank, hit in enumerate(new.hits, start=1):
        yield Standing(hit.document.id, hit.document.title, ranks.pop(hit.document.id, None), rank)
    for document in documents_before:
        if document.id in ranks:
            yield Standing(document.id, document.title, ranks[document.id], None)


def lines(comparison: Comparison) -> Iterator[str]:
    """A comparison as French lines; of the items that kept their rank, only how many there are."""
    totals = f"{comparison.total_after} résultat(s)"
    if comparison.total_before not in (None, comparison.total_after):
        totals = f"{comparison.total_before} → {totals}"
    yield f"« {comparison.query} » : {totals}"
    same = sum(one.before == one.after for one in comparison.standings)
    for one in comparison.standings:
        if one.before != one.after:
            yield f"  {_change(one)}  {one.title} ({one.id})"
    if same:
        yield f"  = {same} au même rang"
    for missing in comparison.missing:
        yield f"  ✗ attendu parmi les {SHOWN} premiers, absent : {missing}"


def _change(one: Standing) -> str:
    if one.before is None:
        return f"+ {_rank(one.after or 0)} (nouveau)"
    if one.after is None:
        return f"− {_rank(one.before)} (sorti)"
    return f"{'↑' if one.after < one.before else '↓'} {_rank(one.before)} → {_rank(one.after)}"


def _rank(rank: int) -> str:
    return "1ᵉʳ" if rank == 1 else f"{rank}ᵉ"
