"""The table of neighbours that ``indexer.related`` learnt and what came since, as one: its items, addresses, labels and terms.

Its files are those of ``search.neighbour_files``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.addresses import canonical_address, split_host
from search.document import Document, decode
from search.errors import InvalidParameter
from search.later_items import LaterItems
from search.neighbour_files import joined, load_table
from search.neighbour_lists import NeighbourLists
from search.string_file import StringFile
from search.string_table import StringTable


class NeighbourTable:
    """A neighbour table in ``folder``, memory-mapped: ``arrays`` and ``strings`` by their names; what came ``since``, if anything.

    Arrays of one number or label an item go on with what came since; ``spellings`` and ``label_names`` are those of all.
    """

    def __init__(self, folder: Path, since: Path | None = None) -> None:
        self.arrays, self.strings = load_table(folder)
        self.size = len(self.strings["ids"])
        self.since = LaterItems(since, self.strings) if since is not None else None
        if self.since is not None:
            self.arrays = joined(self.arrays, self.since.arrays)
        self._ids, self._cards, self.groups = self.strings["ids"], StringFile(folder / "cards"), self.arrays["groups"]
        self.lists = NeighbourLists(self.arrays, None if self.since is None else self.since.arrays, self.groups)
        self.spellings, self.label_names = (self._remembered(name) for name in ("spellings", "label_names"))
        self._label_starts, self._label_codes = self.arrays["label_starts"], self.arrays["label_codes"]
        self._views = self._label_starts.data, self._label_codes.data
        self._themes_from = self.strings["labels"].lower_bound(b"theme ")
        self._hosts = _mirrors_of(self.strings["hosts"])

    def _remembered(self, name: str) -> "_Remembered":
        return _Remembered(self.strings[name], None if self.since is None else self.since.strings[name])

    def row_of(self, item: str) -> int:
        """The row of an item by its id; -1 for one that the table does not have, or that was deleted since."""
        row = self.since.rows.get(item, -1) if self.since is not None else -1
        row = row if row >= 0 else self._ids.find(item)
        return row if row >= 0 and self.groups[row] >= 0 else -1

    def id_of(self, row: int) -> str:
        """The id of an item by its row."""
        return self._ids[row] if row < self.size else self.later.strings["ids"][row - self.size]

    def card(self, row: int) -> Document:
        """The item without its texts."""
        return decode(self._cards.encoded(row) if row < self.size else self.later.strings["cards"].encoded(row - self.size))

    @property
    def ends(self) -> dict[str, int]:
        """How many labels and terms there are, with those that came since."""
        return {
            name: len(self.strings[name]) + (len(self.since.strings[name]) if self.since else 0) for name in ("labels", "terms")
        }

    @property
    def later(self) -> LaterItems:
        """What came since: where a row is beyond the table, there is something."""
        if self.since is None:
            raise IndexError("The table has no such row.")
        return self.since

    def item_at(self, url: str, parameter: str = "url") -> str | None:
        """The id of the item at an address, however it is written; raises InvalidParameter for what is no address."""
        try:
            address = canonical_address(url)
        except ValueError as error:
            raise InvalidParameter(parameter, f"L’adresse « {url} » est illisible.") from error
        host, rest = split_host(address)
        candidates = (address, *(f"{mirror}{rest}" for mirror in self._hosts.get(host, ())))
        return next((self.id_of(row) for row in map(self._row_at, candidates) if row >= 0), None)

    def _row_at(self, address: str) -> int:
        """The row of the item at a canonical address, or -1."""
        row = self.since.by_address.get(address, -1) if self.since is not None else -1
        if row < 0 or self.groups[row] < 0:
            entry = self.strings["addresses"].find(address)
            row = int(self.arrays["address_rows"][entry]) if entry >= 0 else -1
        return row if row >= 0 and self.groups[row] >= 0 else -1

    def labels_of(self, row: int) -> list[int]:
        """The codes of the labels of an item."""
        starts, codes = self._views
        return codes[starts[row] : starts[row + 1]].tolist()

    def is_theme(self, code: int) -> bool:
        """Whether a label is a theme; else it is a country."""
        if self.since is None or code < len(self.strings["labels"]):
            return code >= self._themes_from
        return self.since.strings["labels"][code - len(self.strings["labels"])].startswith("theme ")

    def having(self, labels: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which rows (N,) have one of these labels."""
        places = np.flatnonzero(np.isin(self._label_codes, self.labels(labels)))
        having = np.zeros(len(self.groups), dtype=bool)
        having[np.searchsorted(self._label_starts, places, side="right") - 1] = True
        return having

    def labels(self, labels: Sequence[str]) -> npt.NDArray[np.int64]:
        """The codes of labels (n,), or -1."""
        return self._numbers("labels", labels, {} if self.since is None else self.since.labels)

    def terms(self, stems: Sequence[str]) -> npt.NDArray[np.int64]:
        """The numbers of terms (n,), or -1."""
        return self._numbers("terms", stems, {} if self.since is None else self.since.terms)

    def _numbers(self, name: str, strings: Sequence[str], later: Mapping[str, int]) -> npt.NDArray[np.int64]:
        numbers = self.strings[name].find_all(strings)
        for place in np.flatnonzero(numbers < 0).tolist():
            numbers[place] = later.get(strings[place], -1)
        return numbers

    def postings(self, term: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The rows of the table that have a term of its own, ascending, and its weight in each."""
        start, end = self.arrays["term_starts"][term], self.arrays["term_starts"][term + 1]
        return self.arrays["posting_rows"][start:end], self.arrays["posting_weights"][start:end]


class _Remembered(dict[int, str]):
    """The strings of a table, each read once: few words explain most of what is related."""

    def __init__(self, strings: StringTable, later: StringTable | None) -> None:
        super().__init__()
        self._strings = strings
        self._later = later

    def __missing__(self, row: int) -> str:
        size = len(self._strings)
        string = self[row] = self._strings[row] if row < size or self._later is None else self._later[row - size]
        return string


def _mirrors_of(pairs: StringTable) -> dict[str, list[str]]:
    """Each host with those that serve the same pages."""
    mirrors: dict[str, list[str]] = {}
    for pair in pairs:
        one, other = pair.split(" ")
        mirrors.setdefault(one, []).append(other)
        mirrors.setdefault(other, []).append(one)
    return mirrors
