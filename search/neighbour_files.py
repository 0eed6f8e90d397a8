"""The files of a neighbour table: what was learnt of all items, and, in a folder of its own, what came since.

Rows are items, in the order of the string table ``ids``; N items, K neighbours, T terms. What came since (M items) only grows
until all is learnt again: its numbers go on where those of the table end, for items, terms and labels alike.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.mapped_arrays import load_mapped
from search.string_table import StringTable

Arrays = dict[str, npt.NDArray[Any]]
Strings = dict[str, StringTable]

LISTS = {
    "neighbours": "int32 (N, K): rows of the neighbours, best first, -1 where there is none",
    "scores": "float32 (N, K): what each was worth when it was chosen, falling",
    "similarities": "float32 (N, K): how similar both are, the same from either side",
    "parts": "float16 (N, K, 5): what the similarity is the sum of (PARTS), besides an event that both are about",
    "words": "int32 (N, K, 3): the shared words that count most, as rows of the string table spellings, or -1",
    "events": "int8 (N, K): 1 for the report on the item's event, 2 for its announcement, else 0",
}
COLUMNS = {
    "groups": "int32 (N,): near-duplicates and issues of one series share a number",
    "priors": "float32 (N,): what speaks for the item whatever it is suggested beside, a factor about 1",
    "kinds": "int8 (N,): place in KINDS",
    "moments": "int64 (N,): publication (or start), seconds since 1970",
    "ends_at": "int64 (N,): the end of an event, seconds since 1970",
}
LABELS = {
    "label_starts": "int64 (N + 1,): where the labels of each item start",
    "label_codes": "int32: labels of the items, as rows of the string tables labels and label_names",
    "address_rows": "int32: the row of each entry of the string table addresses",
}
TERMS = {
    "term_starts": "int64 (T + 1,): where the postings of each entry of the sorted string table terms start",
    "posting_rows": "int32: rows of the items that have the term",
    "posting_weights": "float32: the term's weight in the item, items of length 1",
    "term_idf": "float32 (T,): inverse document frequency",
    "title_idf": "float32 (T,): the same of titles; only an update reads it, and the two that follow",
    "label_idf": "float32: the same of labels, in the order of the string table labels",
    "scale": "float64 (3,): documents behind the frequencies, mean logarithm of their words, newest publication",
}
FILES = LISTS | COLUMNS | LABELS | TERMS
"""The arrays of a table, with their types and shapes."""

STRINGS = ("ids", "cards", "addresses", "hosts", "labels", "label_names", "terms", "spellings")
"""The string tables: ``cards`` are documents without texts, as JSON; ``hosts`` pairs that serve the same pages. ``ids``,
``addresses``, ``labels`` and ``terms`` are sorted."""

OFFERED = {f"offered_{name}": what for name, what in LISTS.items()}
SINCE = (
    LISTS
    | COLUMNS
    | LABELS
    | OFFERED
    | {
        "offered_to": "int32 (O,): the row, ascending, whose list an item that came since may join, with what it would bring",
        "gone": "int32: the rows of the items that were deleted, or that stand further down since they changed",
        "text_starts": "int64 (M + 1,): where the terms of each item start",
        "text_terms": "int32: the terms of the items",
        "text_weights": "float32: the weight of each",
    }
)
"""The arrays of what came since, with their types and shapes: one row of the lists for each of M items or O offers."""

SINCE_STRINGS = ("ids", "cards", "addresses", "labels", "label_names", "terms", "spellings")
"""Its string tables, in the order in which items came; labels and terms are those that the table does not have."""

GONE = -1
"""The group of the items that are gone."""


def load_table(folder: Path) -> tuple[Arrays, Strings]:
    """The arrays and strings of a table, memory-mapped."""
    return _loaded(folder, FILES, STRINGS)


def load_since(folder: Path) -> tuple[Arrays, Strings]:
    """The arrays and strings of what came since."""
    return _loaded(folder, SINCE, SINCE_STRINGS)


def joined(table: Arrays, since: Arrays) -> Arrays:
    """The table's arrays, its columns and labels with those of what came since; the items that are gone have the group GONE."""
    columns = {name: np.concatenate((table[name], since[name])) for name in (*COLUMNS, "label_codes")}
    columns["groups"][since["gone"]] = GONE
    starts, more = table["label_starts"], since["label_starts"]
    return table | columns | {"label_starts": np.concatenate((starts, more[1:] + starts[-1]))}


def _loaded(folder: Path, files: dict[str, str], strings: tuple[str, ...]) -> tuple[Arrays, Strings]:
    arrays = {name: load_mapped(folder / f"{name}.npy") for name in files}
    return arrays, {name: StringTable.load(folder / name) for name in strings}
