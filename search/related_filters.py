"""Which related items are wanted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.document import KINDS
from search.fields import key
from search.neighbour_table import NeighbourTable


@dataclass(frozen=True, slots=True)
class RelatedFilters:
    """Which related items are wanted: labels of one field widen, fields narrow. ``since`` is in seconds since 1970."""

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: int | None = None
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != RelatedFilters()


def wanted_rows(table: NeighbourTable, filters: RelatedFilters) -> npt.NDArray[np.bool_]:
    """Which rows (N,) pass the filters."""
    wanted = np.ones(len(table.groups), dtype=bool)
    if filters.kinds:
        wanted &= np.isin(table.arrays["kinds"], [KINDS.index(kind) for kind in filters.kinds])
    for name, values in (("theme", filters.themes), ("country", filters.countries)):
        if values:
            wanted &= table.having([f"{name} {key(value)}" for value in values])
    if filters.since is not None:
        wanted &= table.arrays["moments"] >= filters.since
    for item in filters.exclude:
        if (row := _excluded(table, item)) >= 0:
            wanted[row] = False
    return wanted


def _excluded(table: NeighbourTable, item: str) -> int:
    """The row of an id or an address that is not wanted; -1 for an unknown one. Raises InvalidParameter for what is no address."""
    if item.startswith(("http://", "https://")):
        found = table.item_at(item, "exclude")
        return -1 if found is None else table.row_of(found)
    return table.row_of(item)
