"""Serves related items from the neighbour table that ``indexer.related`` learnt: plain arrays, one read an item.

Its files are those of ``search.neighbour_files``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from search.addresses import canonical_address, split_host
from search.analysis import Analyser
from search.document import KINDS, Document, decode, whole_text
from search.fields import key
from search.later_items import LaterItems
from search.neighbour_files import GONE, joined, load_table
from search.neighbour_lists import NeighbourList, NeighbourLists
from search.string_file import StringFile
from search.string_table import StringTable

PARTS = ("text", "title", "opening", "labels", "mention")
NO_MOMENT = -(2**62)
REPORT, ANNOUNCEMENT = 1, 2
_EVENT_REASONS = {REPORT: "report", ANNOUNCEMENT: "announcement"}
_EVENT = KINDS.index("evenement")
_BY_LABEL = 0.01
_SAME_TEXT = 0.97
"""A text this close to an item is that item."""


class Reason(msgspec.Struct, frozen=True):
    """Why an item is related, with the labels or words that both have: ``country``, ``theme``, ``words``.

    ``report`` and ``announcement`` say what the related item is to the event that both are about; their value is its title.
    """

    type: str
    values: tuple[str, ...]


class RelatedItem(msgspec.Struct, frozen=True):
    """A related item with the reasons that a reader is shown; ``document`` lacks its texts, ``explanation`` is on demand."""

    document: Document
    score: float
    reasons: tuple[Reason, ...]
    explanation: dict[str, float] | None = None


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


class NeighbourTable:
    """A neighbour table in ``folder``, memory-mapped: ``arrays`` and ``strings`` by their names; what came ``since``, if anything.

    Arrays of one number or label an item go on with what came since.
    """

    def __init__(self, folder: Path, since: Path | None = None) -> None:
        self.arrays, self.strings = load_table(folder)
        self.size = len(self.strings["ids"])
        self.since = LaterItems(since, self.strings) if since is not None else None
        if self.since is not None:
            self.arrays = joined(self.arrays, self.since.arrays)
        self._ids, self._cards, self._groups = self.strings["ids"], StringFile(folder / "cards"), self.arrays["groups"]
        self.lists = NeighbourLists(self.arrays, None if self.since is None else self.since.arrays, self._groups)
        self._spellings, self._label_names = (self._remembered(name) for name in ("spellings", "label_names"))
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
        return row if row >= 0 and self._groups[row] >= 0 else -1

    def id_of(self, row: int) -> str:
        """The id of an item by its row."""
        return self._ids[row] if row < self.size else self._later.strings["ids"][row - self.size]

    def card(self, row: int) -> Document:
        """The item without its texts."""
        return decode(self._cards.encoded(row) if row < self.size else self._later.strings["cards"].encoded(row - self.size))

    @property
    def ends(self) -> dict[str, int]:
        """How many labels and terms there are, with those that came since."""
        return {
            name: len(self.strings[name]) + (len(self.since.strings[name]) if self.since else 0) for name in ("labels", "terms")
        }

    @property
    def _later(self) -> LaterItems:
        """What came since: where a row is beyond the table, there is something."""
        if self.since is None:
            raise IndexError("The table has no such row.")
        return self.since

    def first_related(self) -> str:
        """The id of the first item with an address and a neighbour; empty when there is none."""
        for row in self.arrays["address_rows"].tolist():
            document = self.card(row)
            is_there = self._groups[row] >= 0 and self.lists.of(row).rows
            if is_there and document.url.startswith(("http://", "https://")):
                return document.id
        return ""

    def item_at(self, url: str) -> str | None:
        """The id of the item at an address, however it is written; raises ValueError for what is no address."""
        address = canonical_address(url)
        host, rest = split_host(address)
        candidates = (address, *(f"{mirror}{rest}" for mirror in self._hosts.get(host, ())))
        return next((self.id_of(row) for row in map(self._row_at, candidates) if row >= 0), None)

    def _row_at(self, address: str) -> int:
        """The row of the item at a canonical address, or -1."""
        row = self.since.by_address.get(address, -1) if self.since is not None else -1
        if row < 0 or self._groups[row] < 0:
            entry = self.strings["addresses"].find(address)
            row = int(self.arrays["address_rows"][entry]) if entry >= 0 else -1
        return row if row >= 0 and self._groups[row] >= 0 else -1

    def of_row(
        self, row: int, limit: int, filters: RelatedFilters | None = None, now: int | None = None, *, explain: bool = False
    ) -> list[RelatedItem]:
        """The neighbours of an item, best first. For an event, those that are over at ``now`` come after those to come."""
        listed = self.lists.of(row)
        ranks = list(range(len(listed.rows)))
        if filters:
            wanted = self._wanted(filters)
            ranks = [rank for rank in ranks if wanted[listed.rows[rank]]]
        if now is not None and self.arrays["kinds"][row] == _EVENT:
            ranks = self._upcoming_first(ranks, listed.rows, now)
        own = set(self._labels_of(row))
        found = []
        for rank in ranks[:limit]:
            other = listed.rows[rank]
            document = self.card(other)
            reasons = self._reasons(document, listed.events[rank], self._shared_labels(own, other), listed.words[rank])
            explanation = self._explanation(listed, rank) if explain else None
            found.append(RelatedItem(document, listed.scores[rank], reasons, explanation))
        return found

    def of_text(
        self, text: str, analyser: Analyser, limit: int, filters: RelatedFilters | None = None, besides: Sequence[int] = ()
    ) -> list[RelatedItem]:
        """The items closest to a text that is not indexed: the cosine of their TF-IDF vectors, with the priors.

        An item with the same text is left out with its group, and so are the groups of the rows ``besides``.
        """
        weights = self._vector(analyser.stems(text))
        cosines = self._cosines(weights)
        groups = self.arrays["groups"]
        left_out = {GONE} | {int(groups[row]) for row in (*besides, *np.flatnonzero(cosines >= _SAME_TEXT).tolist())}
        scores = cosines * self.arrays["priors"]
        if filters:
            scores[~self._wanted(filters)] = 0
        best = _distinct(np.argsort(-scores, kind="stable"), groups, limit, left_out)
        return [self._similar(row, float(scores[row]), weights) for row in best if scores[row] > 0]

    def closest(self, document: Document, analyser: Analyser, number: int) -> list[int]:
        """The rows nearest to a document that is not indexed, whatever their groups: by texts, then by labels."""
        nearness = self._cosines(self._vector(analyser.stems(whole_text(document))))
        for name, values in (("theme", document.themes), ("country", document.countries)):
            for value in values:
                nearness += _BY_LABEL * self._having(name, (value,))
        nearness[self._groups < 0] = 0
        best: list[int] = np.argsort(-nearness, kind="stable")[:number].tolist()
        return [row for row in best if nearness[row] > 0]

    def _cosines(self, weights: dict[int, float]) -> npt.NDArray[np.float64]:
        cosines: npt.NDArray[np.float64] = np.zeros(len(self._groups))
        for term, weight in weights.items():
            if term < len(self.strings["terms"]):
                rows, item_weights = self._postings(term)
                cosines[rows] += weight * item_weights
        if self.since is not None:
            cosines[self.size :] = self.since.cosines(weights)
        return cosines

    def _reasons(self, document: Document, event: int, labels: list[Reason], terms: list[int]) -> tuple[Reason, ...]:
        found = [Reason(_EVENT_REASONS[event], (document.title,)), *labels] if event else labels
        words = tuple([self._spellings[term] for term in terms if term >= 0])
        return (*found, Reason("words", words)) if words else tuple(found)

    def _similar(self, row: int, score: float, weights: dict[int, float]) -> RelatedItem:
        words = self._shared(weights, row)
        reasons = (Reason("words", words),) if words else ()
        return RelatedItem(self.card(row), score, reasons)

    def _shared_labels(self, own: set[int], other: int) -> list[Reason]:
        shared = [code for code in self._labels_of(other) if code in own]
        if not shared:
            return []
        names = self._label_names
        countries = tuple([names[code] for code in shared if not self._is_theme(code)])
        themes = tuple([names[code] for code in shared if self._is_theme(code)])
        return [Reason(name, values) for name, values in (("country", countries), ("theme", themes)) if values]

    def _is_theme(self, code: int) -> bool:
        if self.since is None or code < len(self.strings["labels"]):
            return code >= self._themes_from
        return self.since.strings["labels"][code - len(self.strings["labels"])].startswith("theme ")

    def _labels_of(self, row: int) -> list[int]:
        starts, codes = self._views
        return codes[starts[row] : starts[row + 1]].tolist()

    def _explanation(self, listed: NeighbourList, rank: int) -> dict[str, float]:
        """The parts of the similarity, its sum, the factor of the item, and what diversity took away."""
        parts = {name: float(value) for name, value in zip(PARTS, listed.parts[rank], strict=True)}
        similarity, prior = float(listed.similarities[rank]), float(self.arrays["priors"][listed.rows[rank]])
        parts["event"] = max(similarity - sum(parts.values()), 0.0) if listed.events[rank] else 0.0
        diversity = listed.scores[rank] - similarity * prior
        explained = {**parts, "similarity": similarity, "prior": prior, "diversity": diversity}
        return {name: round(value, 4) for name, value in explained.items()}

    def _upcoming_first(self, ranks: list[int], rows: list[int], now: int) -> list[int]:
        """The ranks, those of events that are over after those of events to come; what is no event keeps its place."""
        kinds, ends_at = self.arrays["kinds"], self.arrays["ends_at"]
        events = [rank for rank in ranks if kinds[rows[rank]] == _EVENT]
        in_order = iter(sorted(events, key=lambda rank: bool(ends_at[rows[rank]] <= now)))
        return [next(in_order) if kinds[rows[rank]] == _EVENT else rank for rank in ranks]

    def _wanted(self, filters: RelatedFilters) -> npt.NDArray[np.bool_]:
        """Which rows (N,) pass the filters."""
        wanted = np.ones(len(self._groups), dtype=bool)
        if filters.kinds:
            wanted &= np.isin(self.arrays["kinds"], [KINDS.index(kind) for kind in filters.kinds])
        for name, values in (("theme", filters.themes), ("country", filters.countries)):
            if values:
                wanted &= self._having(name, values)
        if filters.since is not None:
            wanted &= self.arrays["moments"] >= filters.since
        for item in filters.exclude:
            if (row := self._excluded(item)) >= 0:
                wanted[row] = False
        return wanted

    def _having(self, name: str, values: Sequence[str]) -> npt.NDArray[np.bool_]:
        codes = [self.label(f"{name} {key(value)}") for value in values]
        places = np.flatnonzero(np.isin(self._label_codes, codes))
        having = np.zeros(len(self._groups), dtype=bool)
        having[np.searchsorted(self._label_starts, places, side="right") - 1] = True
        return having

    def label(self, label: str) -> int:
        """The code of a label, or -1."""
        code = self.strings["labels"].find(label)
        return self.since.labels.get(label, -1) if code < 0 and self.since is not None else code

    def term(self, stem: str) -> int:
        """The number of a term, or -1."""
        term = self.strings["terms"].find(stem)
        return self.since.terms.get(stem, -1) if term < 0 and self.since is not None else term

    def _excluded(self, item: str) -> int:
        """The row of an id or an address that is not wanted; -1 for an unknown one."""
        if item.startswith(("http://", "https://")):
            found = self.item_at(item)
            return -1 if found is None else self.row_of(found)
        return self.row_of(item)

    def _vector(self, stems: list[str]) -> dict[int, float]:
        """Term -> weight of a text, as ``indexer.related.vectors`` weighs one, of length 1."""
        terms, counts = np.unique([self.term(stem) for stem in stems] or [-1], return_counts=True)
        known = terms >= 0
        terms = terms[known].astype(np.int64)
        idf = self.arrays["term_idf"]
        idf_of_terms = np.where(terms < len(idf), idf[np.minimum(terms, len(idf) - 1)], self.unseen) if len(idf) else self.unseen
        weights = np.sqrt(counts[known]) * idf_of_terms
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return {int(term): float(weight) / length for term, weight in zip(terms, weights, strict=True)}

    @property
    def unseen(self) -> float:
        """The inverse document frequency of a term that the table does not have."""
        return float(np.log((1 + self.arrays["scale"][0]) / 2) + 1)

    def _postings(self, term: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        start, end = self.arrays["term_starts"][term], self.arrays["term_starts"][term + 1]
        return self.arrays["posting_rows"][start:end], self.arrays["posting_weights"][start:end]

    def _shared(self, weights: dict[int, float], row: int) -> tuple[str, ...]:
        """The three telling terms of the text that bring the item the most."""
        parts: list[tuple[float, str]] = []
        for term, weight in weights.items():
            own, spelling = self._weight(term, row), self._spellings[term]
            if own and len(spelling) > 2 and not spelling[0].isdigit():
                parts.append((-weight * own, spelling))
        return tuple(spelling for _, spelling in sorted(parts)[:3])

    def _weight(self, term: int, row: int) -> float:
        """The weight of a term in an item; 0 when it does not have it."""
        if row >= self.size:
            return self._later.weight(term, row)
        if term >= len(self.strings["terms"]):
            return 0.0
        rows, weights = self._postings(term)
        place = int(np.searchsorted(rows, row))
        return float(weights[place]) if place < len(rows) and rows[place] == row else 0.0


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


def _distinct(order: npt.NDArray[np.int64], groups: npt.NDArray[np.int32], limit: int, left_out: set[int]) -> Iterator[int]:
    """The first rows of the order, at most one of each group."""
    seen = set(left_out)
    for row in map(int, order):
        if len(seen) - len(left_out) == limit:
            return
        if groups[row] >= 0 and int(groups[row]) not in seen:
            seen.add(int(groups[row]))
            yield row
