"""The neighbours of each item: as they were learnt, without those that are gone and with what came since."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.neighbour_files import LISTS, Arrays

_Row = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class NeighbourList:
    """The neighbours of an item, best first: rows, scores, events and words as lists, for they are read one by one."""

    rows: list[int]
    scores: list[float]
    events: list[int]
    words: list[list[int]]
    similarities: npt.NDArray[np.float32]
    parts: npt.NDArray[np.float16]


class NeighbourLists:
    """The lists of a table, (N, K) arrays, and of what came since; ``groups`` of all rows, negative for what is gone."""

    def __init__(self, table: Arrays, since: Arrays | None, groups: npt.NDArray[np.int32]) -> None:
        self._table = {name: table[name] for name in LISTS}
        self._since = None if since is None else {name: since[name] for name in LISTS}
        self._offers = {} if since is None else {name: since[f"offered_{name}"] for name in LISTS}
        self._offered_to = np.zeros(0, dtype=np.int32) if since is None else since["offered_to"]
        self._groups = groups
        self._count, self._width = table["neighbours"].shape

    def of(self, row: int) -> NeighbourList:
        """The list of an item."""
        values = self._merged(row) if self._since is not None else self._own(row)
        rows = values["neighbours"].tolist()
        while rows and rows[-1] < 0:
            rows.pop()
        size = len(rows)
        scores, events, words = (values[name][:size].tolist() for name in ("scores", "events", "words"))
        return NeighbourList(rows, scores, events, words, values["similarities"], values["parts"])

    def least(self, row: int) -> float:
        """The score that an item must be worth to join the list of another; 0 while that is not full."""
        found = self.of(row)
        return found.scores[-1] if len(found.rows) == self._width else 0.0

    def _own(self, row: int) -> _Row:
        if row < self._count:
            return {name: values[row] for name, values in self._table.items()}
        assert self._since is not None  # noqa: S101 - rows beyond the table are those that came since
        return {name: values[row - self._count] for name, values in self._since.items()}

    def _merged(self, row: int) -> _Row:
        """The item's own list and what was offered to it since: the best of each group, none of its own."""
        values = self._own(row)
        first, last = np.searchsorted(self._offered_to, (row, row + 1)).tolist()
        if first < last:
            values = {name: np.concatenate((own, self._offers[name][first:last])) for name, own in values.items()}
        rows = values["neighbours"]
        groups = self._groups[rows]
        order = np.argsort(-values["scores"], kind="stable")
        order = order[((rows >= 0) & (groups >= 0) & (groups != self._groups[row]))[order]]
        _, firsts = np.unique(groups[order], return_index=True)
        kept = order[np.sort(firsts)][: self._width]
        return {name: own[kept] for name, own in values.items()}
