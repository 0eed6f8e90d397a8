"""The first ten answers before and after: what a new generation changes for those who search."""

from collections.abc import Iterator, Sequence

from indexer.portal_queries import PortalQuery
from search.comparison import QueryComparison, Standing, ordinal
from search.index import Index
from search.request import SearchRequest
from search.results import SearchResults

SHOWN = 10


def compared(queries: Sequence[PortalQuery], before: Index | None, after: Index, now: int) -> tuple[QueryComparison, ...]:
    """Each query's first ten in two indexes at one moment (seconds since 1970); those of a first index have no before."""
    return tuple(_compared(query, before, after, now) for query in queries)


def _compared(query: PortalQuery, before: Index | None, after: Index, now: int) -> QueryComparison:
    request = SearchRequest(text=query.text, size=SHOWN, now=now)
    old, new = None if before is None else before.search(request), after.search(request)
    known = {place for hit in new.hits for place in (hit.document.id, hit.document.url) if place}
    return QueryComparison(
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


def lines(comparison: QueryComparison) -> Iterator[str]:
    """A comparison as French lines; of the items that kept their rank, only how many there are."""
    totals = f"{comparison.total_after} résultat(s)"
    if comparison.total_before not in (None, comparison.total_after):
        totals = f"{comparison.total_before} → {totals}"
    yield f"« {comparison.query} » : {totals}"
    for one in comparison.moved:
        yield f"  {_change(one)}  {one.title} ({one.id})"
    if same := len(comparison.standings) - len(comparison.moved):
        yield f"  = {same} au même rang"
    for missing in comparison.missing:
        yield f"  ✗ attendu parmi les {SHOWN} premiers, absent : {missing}"


def _change(one: Standing) -> str:
    if one.before is None:
        return f"+ {ordinal(one.after or 0)} (nouveau)"
    if one.after is None:
        return f"− {ordinal(one.before)} (sorti)"
    return f"{'↑' if one.after < one.before else '↓'} {ordinal(one.before)} → {ordinal(one.after)}"
