"""Takes deleted documents out of a neighbour table that is otherwise kept: two small arrays are written anew."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from search.related import GONE
from search.string_table import StringTable


def forget(folder: Path, ids: Iterable[str]) -> None:
    """Leaves gaps (-1) where the table in ``folder`` suggests these documents, and marks their own rows by the group GONE.

    The files are replaced, not changed: others may share them.
    """
    table = StringTable.load(folder / "ids")
    rows = [row for row in map(table.find, ids) if row >= 0]
    if not rows:
        return
    neighbours = np.load(folder / "neighbours.npy", allow_pickle=False)
    neighbours[np.isin(neighbours, rows)] = -1
    groups = np.load(folder / "groups.npy", allow_pickle=False)
    groups[rows] = GONE
    for name, array in (("neighbours", neighbours), ("groups", groups)):
        path = folder / f"{name}.npy"
        path.unlink()
        np.save(path, array, allow_pickle=False)
