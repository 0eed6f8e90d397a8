"""Serves related items from the neighbour table that ``indexer.related`` learnt: plain arrays, one read an item.

Files of a table: see ``FILES``. Rows are items, in the order of the string table ``ids``; N items, K neighbours, T terms.
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
from search.string_table import StringTable

FILES = {
    "neighbours": "int32 (N, K): rows of the neighbours, best first, -1 where there is none",
    "scores": "float32 (N, K): what each was worth when it was chosen, falling",
    "similarities": "float32 (N, K): how similar both are, the same from either side",
    "parts": "float16 (N, K, 5): what the similarity is the sum of (PARTS), besides an event that both are about",
    "words": "int32 (N, K, 3): the shared words that count most, as rows of the string table spellings, or -1",
    "events": "int8 (N, K): 1 for the report on the item's event, 2 for its announcement, else 0",
    "groups": "int32 (N,): near-duplicates and issues of one series share a number; GONE for an item that was deleted since",
    "priors": "float32 (N,): what speaks for the item whatever it is suggested beside, a factor about 1",
    "kinds": "int8 (N,): place in KINDS",
    "moments": "int64 (N,): publication (or start), seconds since 1970",
    "ends_at": "int64 (N,): the end of an event, seconds since 1970",
    "label_starts": "int64 (N + 1,): where the labels of each item start",
    "label_codes": "int32: labels of the items, as rows of the string tables labels and label_names",
    "address_rows": "int32: the row of each entry of the sorted string table addresses",
    "term_starts": "int64 (T + 1,): where the postings of each entry of the sorted string table terms start",
    "posting_rows": "int32: rows of the items that have the term",
    "posting_weights": "float32: the term's weight in the item, items of length 1",
    "term_idf": "float32 (T,): inverse document frequency",
    "title_idf": "float32 (T,): the same of titles; only an update reads it, and the two that follow",
    "label_idf": "float32: the same of labels, in the order of the string table labels",
    "scale": "float64 (3,): documents behind the frequencies, mean logarithm of their words, newest publication",
}
"""The arrays of a table, with their types and shapes."""

STRINGS = ("ids", "cards", "addresses", "hosts", "labels", "label_names", "terms", "spellings")
"""The string tables: ``cards`` are documents without texts, as JSON; ``hosts`` pairs that serve the same pages."""

GONE = -1
"""The group of the items that were deleted after the table was learnt."""

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
    """A neighbour table in ``folder``, memory-mapped: ``arrays`` and ``strings`` by their names."""

    def __init__(self, folder: Path) -> None:
        self.arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in FILES}
        self.strings = {name: StringTable.load(folder / name) for name in STRINGS}
        self._ids, self._cards = self.strings["ids"], self.strings["cards"]
        self._spellings = _Remembered(self.strings["spellings"])
        self._neighbours, self._scores = self.arrays["neighbours"], self.arrays["scores"]
        self._groups = self.arrays["groups"]
        self._words, self._events = self.arrays["words"], self.arrays["events"]
        self._label_starts, self._label_codes = self.arrays["label_starts"], self.arrays["label_codes"]
        self._views = self._label_starts.data, self._label_codes.data
        self._label_names = list(self.strings["label_names"])
        self._themes_from = self.strings["labels"].lower_bound(b"theme ")
        self._hosts = _mirrors_of(self.strings["hosts"])

    def row_of(self, item: str) -> int:
        """The row of an item by its id; -1 for one that the table does not have, or that was deleted since."""
        row = self._ids.find(item)
        return row if row >= 0 and self._groups[row] >= 0 else -1

    def id_of(self, row: int) -> str:
        """The id of an item by its row."""
        return self._ids[row]

    def card(self, row: int) -> Document:
        """The item without its texts."""
        return decode(self._cards.encoded(row))

    def first_related(self) -> str:
        """The id of the first item with an address and a neighbour; empty when there is none."""
        for row in self.arrays["address_rows"].tolist():
            document = decode(self._cards.encoded(row))
            if self._neighbours[row, 0] >= 0 and document.url.startswith(("http://", "https://")):
                return document.id
        return ""

    def item_at(self, url: str) -> str | None:
        """The id of the item at an address, however it is written; raises ValueError for what is no address."""
        address = canonical_address(url)
        host, rest = split_host(address)
        for candidate in (address, *(f"{mirror}{rest}" for mirror in self._hosts.get(host, ()))):
            entry = self.strings["addresses"].find(candidate)
            if entry >= 0:
                return self._ids[int(self.arrays["address_rows"][entry])]
        return None

    def of_row(
        self, row: int, limit: int, filters: RelatedFilters | None = None, now: int | None = None, *, explain: bool = False
    ) -> list[RelatedItem]:
        """The neighbours of an item, best first. For an event, those that are over at ``now`` come after those to come."""
        rows = self._neighbours[row].tolist()
        ranks = [rank for rank, neighbour in enumerate(rows) if neighbour >= 0]
        if filters:
            wanted = self._wanted(filters)
            ranks = [rank for rank in ranks if wanted[rows[rank]]]
        if now is not None and self.arrays["kinds"][row] == _EVENT:
            ranks = self._upcoming_first(ranks, rows, now)
        own, scores = set(self._labels_of(row)), self._scores[row].tolist()
        events, words = self._events[row].tolist(), self._words[row].tolist()
        found = []
        for rank in ranks[:limit]:
            document = decode(self._cards.encoded(rows[rank]))
            reasons = self._reasons(document, events[rank], self._shared_labels(own, rows[rank]), words[rank])
            explanation = self._explanation(row, rank, rows[rank]) if explain else None
            found.append(RelatedItem(document, scores[rank], reasons, explanation))
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
        best: list[int] = np.argsort(-nearness, kind="stable")[:number].tolist()
        return [row for row in best if nearness[row] > 0]

    def _cosines(self, weights: dict[int, float]) -> npt.NDArray[np.float64]:
        cosines: npt.NDArray[np.float64] = np.zeros(len(self._ids))
        for term, weight in weights.items():
            rows, item_weights = self._postings(term)
            cosines[rows] += weight * item_weights
        return cosines

    def _reasons(self, document: Document, event: int, labels: list[Reason], terms: list[int]) -> tuple[Reason, ...]:
        found = [Reason(_EVENT_REASONS[event], (document.title,)), *labels] if event else labels
        words = tuple([self._spellings[term] for term in terms if term >= 0])
        return (*found, Reason("words", words)) if words else tuple(found)

    def _similar(self, row: int, score: float, weights: dict[int, float]) -> RelatedItem:
        words = self._shared(weights, row)
        reasons = (Reason("words", words),) if words else ()
        return RelatedItem(decode(self._cards.encoded(row)), score, reasons)

    def _shared_labels(self, own: set[int], other: int) -> list[Reason]:
        shared = [code for code in self._labels_of(other) if code in own]
        if not shared:
            return []
        names, first = self._label_names, self._themes_from
        countries = tuple([names[code] for code in shared if code < first])
        themes = tuple([names[code] for code in shared if code >= first])
        return [Reason(name, values) for name, values in (("country", countries), ("theme", themes)) if values]

    def _labels_of(self, row: int) -> list[int]:
        starts, codes = self._views
        return codes[starts[row] : starts[row + 1]].tolist()

    def _explanation(self, row: int, rank: int, other: int) -> dict[str, float]:
        """The parts of the similarity, its sum, the factor of the item, and what diversity took away."""
        parts = {name: float(value) for name, value in zip(PARTS, self.arrays["parts"][row, rank], strict=True)}
        similarity, prior = float(self.arrays["similarities"][row, rank]), float(self.arrays["priors"][other])
        parts["event"] = max(similarity - sum(parts.values()), 0.0) if self.arrays["events"][row, rank] else 0.0
        diversity = float(self._scores[row, rank]) - similarity * prior
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
        wanted = np.ones(len(self._ids), dtype=bool)
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
        codes = [self.strings["labels"].find(f"{name} {key(value)}") for value in values]
        places = np.flatnonzero(np.isin(self._label_codes, codes))
        having = np.zeros(len(self._ids), dtype=bool)
        having[np.searchsorted(self._label_starts, places, side="right") - 1] = True
        return having

    def _excluded(self, item: str) -> int:
        """The row of an id or an address that is not wanted; -1 for an unknown one."""
        if item.startswith(("http://", "https://")):
            found = self.item_at(item)
            return -1 if found is None else self.row_of(found)
        return self.row_of(item)

    def _vector(self, stems: list[str]) -> dict[int, float]:
        """Term -> weight of a text, as ``indexer.related.vectors`` weighs one, of length 1."""
        terms, counts = np.unique([self.strings["terms"].find(stem) for stem in stems] or [-1], return_counts=True)
        known = terms >= 0
        terms = terms[known].astype(np.int64)
        weights = np.sqrt(counts[known]) * self.arrays["term_idf"][terms]
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return {int(term): float(weight) / length for term, weight in zip(terms, weights, strict=True)}

    def _postings(self, term: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        start, end = self.arrays["term_starts"][term], self.arrays["term_starts"][term + 1]
        return self.arrays["posting_rows"][start:end], self.arrays["posting_weights"][start:end]

    def _shared(self, weights: dict[int, float], row: int) -> tuple[str, ...]:
        """The three telling terms of the text that bring the item the most."""
        parts: list[tuple[float, str]] = []
        for term, weight in weights.items():
            rows, item_weights = self._postings(term)
            place = int(np.searchsorted(rows, row))
            spelling = self._spellings[term]
            if place < len(rows) and rows[place] == row and len(spelling) > 2 and not spelling[0].isdigit():
                parts.append((-weight * float(item_weights[place]), spelling))
        return tuple(spelling for _, spelling in sorted(parts)[:3])


class _Remembered(dict[int, str]):
    """The strings of a table, each read once: few words explain most of what is related."""

    def __init__(self, strings: StringTable) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, row: int) -> str:
        string = self[row] = self._strings[row]
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
