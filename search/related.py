"""Serves related items from the neighbour table that ``indexer.related`` learnt: plain arrays, one read an item.

Files of a table: see ``FILES``. Rows are items, in the order of the string table ``ids``; N items, K neighbours, T terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import numpy as np
import numpy.typing as npt

from search.analysis import Analyser
from search.document import Document
from search.fields import key
from search.string_table import StringTable

FILES = {
    "neighbours": "int32 (N, K): rows of the neighbours, best first, -1 where there is none",
    "scores": "float32 (N, K): their scores",
    "words": "int32 (N, K, 3): the shared words that count most, as rows of the string table spellings, or -1",
    "groups": "int32 (N,): near-duplicates and issues of one series share a number; -1 for an item that was deleted since",
    "address_rows": "int32: the row of each entry of the sorted string table addresses",
    "term_starts": "int64 (T + 1,): where the postings of each entry of the sorted string table terms start",
    "posting_rows": "int32: rows of the items that have the term",
    "posting_weights": "float32: the term's weight in the item, items of length 1",
    "term_idf": "float32 (T,): inverse document frequency",
}
"""The arrays of a table, with their types and shapes."""

STRINGS = ("ids", "addresses", "terms", "spellings")
"""The string tables of a neighbour table."""

_TRACKING = ("utm_", "fbclid", "gclid", "mc_", "pk_", "mtm_", "at_", "xtor", "var_recherche")


class Reason(msgspec.Struct, frozen=True):
    """Why an item is related: ``theme``, ``country`` or ``words``, with the labels or words that both items have."""

    type: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A related item by its id; ``words`` are shared words in their original spelling, most telling first."""

    id: str
    score: float
    words: tuple[str, ...]


def canonical_address(url: str) -> str:
    """What addresses are compared by: no scheme, no ``www.``, no trailing slash, no fragment, no tracking parameter.

    Raises ValueError for what cannot be an address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.lower().startswith(_TRACKING)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


class NeighbourTable:
    """A neighbour table in ``folder``, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        self._arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in FILES}
        self._strings = {name: StringTable.load(folder / name) for name in STRINGS}
        self._rows = {item: row for row, item in enumerate(self._strings["ids"])}

    def __contains__(self, item: object) -> bool:
        return item in self._rows

    def of_item(self, item: str, limit: int) -> list[Neighbour]:
        """The neighbours of an item by its id, best first; none for an unknown id."""
        row = self._rows.get(item)
        if row is None:
            return []
        neighbours = self._arrays["neighbours"][row]
        scores, words = self._arrays["scores"][row], self._arrays["words"][row]
        ranks = [rank for rank, neighbour in enumerate(neighbours.tolist()) if neighbour >= 0][:limit]
        return [
            Neighbour(self._strings["ids"][int(neighbours[rank])], float(scores[rank]), self._spelt(words[rank])) for rank in ranks
        ]

    def item_at(self, url: str) -> str | None:
        """The id of the item at an address, however it is written."""
        entry = self._strings["addresses"].find(canonical_address(url))
        return None if entry < 0 else self._strings["ids"][int(self._arrays["address_rows"][entry])]

    def of_text(self, text: str, analyser: Analyser, limit: int) -> list[Neighbour]:
        """The items closest to a text that is not indexed: the cosine of their TF-IDF vectors."""
        weights = self._vector(analyser.stems(text))
        scores: npt.NDArray[np.float64] = np.zeros(len(self._rows))
        for term, weight in weights.items():
            rows, item_weights = self._postings(term)
            scores[rows] += weight * item_weights
        best = _distinct(np.argsort(-scores, kind="stable"), self._arrays["groups"], limit)
        return [
            Neighbour(self._strings["ids"][row], float(scores[row]), self._shared(weights, row)) for row in best if scores[row] > 0
        ]

    def _vector(self, stems: list[str]) -> dict[int, float]:
        """Term -> weight of a text: sublinear TF-IDF, of length 1."""
        terms, counts = np.unique([self._strings["terms"].find(stem) for stem in stems] or [-1], return_counts=True)
        known = terms >= 0
        terms = terms[known].astype(np.int64)
        weights = (1 + np.log(counts[known])) * self._arrays["term_idf"][terms]
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return {int(term): float(weight) / length for term, weight in zip(terms, weights, strict=True)}

    def _postings(self, term: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        start, end = self._arrays["term_starts"][term], self._arrays["term_starts"][term + 1]
        return self._arrays["posting_rows"][start:end], self._arrays["posting_weights"][start:end]

    def _shared(self, weights: dict[int, float], row: int) -> tuple[str, ...]:
        """The three terms of the text that bring the item the most."""
        parts: list[tuple[float, int]] = []
        for term, weight in weights.items():
            rows, item_weights = self._postings(term)
            place = int(np.searchsorted(rows, row))
            if place < len(rows) and rows[place] == row:
                parts.append((weight * float(item_weights[place]), term))
        return tuple(self._strings["spellings"][term] for _, term in sorted(parts, reverse=True)[:3])

    def _spelt(self, terms: npt.NDArray[np.int32]) -> tuple[str, ...]:
        return tuple(self._strings["spellings"][int(term)] for term in terms if term >= 0)


def reasons(one: Document | None, other: Document, words: tuple[str, ...]) -> tuple[Reason, ...]:
    """The themes, countries and words that two items really share, in the second one's spelling."""
    found = []
    if one is not None:
        found.append(Reason("country", _shared_labels(one.countries, other.countries)))
        found.append(Reason("theme", _shared_labels(one.themes, other.themes)))
    found.append(Reason("words", words))
    return tuple(reason for reason in found if reason.values)


def _shared_labels(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    keys = {key(label) for label in one}
    return tuple(label for label in other if key(label) in keys)


def _distinct(order: npt.NDArray[np.int64], groups: npt.NDArray[np.int32], limit: int) -> Iterator[int]:
    """The first rows of the order, at most one of each group."""
    seen: set[int] = set()
    for row in map(int, order):
        if len(seen) == limit:
            return
        if groups[row] >= 0 and int(groups[row]) not in seen:
            seen.add(int(groups[row]))
            yield row
