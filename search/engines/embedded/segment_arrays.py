"""What a segment is made of: postings, columns and stored documents, all of them plain arrays.

N documents; a field has T terms and P postings. Postings of term t are ``docs[starts[t]:starts[t + 1]]``, ascending.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.array_file import read_arrays, write_arrays
from search.errors import Unsupported
from search.string_table import StringTable

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Postings:
    """The inverted lists of a field. ``terms`` is sorted; a table shared by several fields holds terms without postings.

    Text views add ``freqs`` (P,), ``lengths`` (N,) in tokens, and, for the exact view, ``positions``: those of posting p
    follow those of posting p - 1; the first of term t is ``position_starts[t]``.
    """

    terms: StringTable
    starts: Array
    docs: Array
    freqs: Array | None = None
    lengths: Array | None = None
    positions: Array | None = None
    position_starts: Array | None = None

    @property
    def counts(self) -> Array:
        """How many postings each term has (T,)."""
        return runs(self.starts)

    def span(self, term: int) -> slice:
        """Where the postings of a term are."""
        return slice(int(self.starts[term]), int(self.starts[term + 1]))

    def docs_of(self, term: int) -> Array:
        """The documents of a term (n,), ascending, int32."""
        return self.docs[self.span(term)]

    def freqs_of(self, term: int) -> Array:
        """How often the term stands in each of its documents (n,); a label stands there once."""
        span = self.span(term)
        return np.ones(span.stop - span.start, dtype=np.uint8) if self.freqs is None else self.freqs[span]

    def positions_of(self, term: int) -> Array:
        """The positions of a term in its documents, one run of ``freqs_of`` positions after another; raises Unsupported."""
        if self.positions is None or self.position_starts is None:
            raise Unsupported("Ce champ n’a pas de positions : pas d’expression exacte.")
        return self.positions[int(self.position_starts[term]) : int(self.position_starts[term + 1])]


@dataclass(frozen=True)
class Column:
    """The labels of each document, as codes: rows of the field's terms. Those of document d: ``codes[starts[d]:starts[d + 1]]``.

    ``shown`` gives each code's spelling.
    """

    starts: Array
    codes: Array
    shown: StringTable

    @cached_property
    def lengths(self) -> Array | None:
        """How many labels each document has (N,), or None when each has exactly one."""
        lengths = runs(self.starts)
        return None if (lengths == 1).all() else lengths


@dataclass(frozen=True, slots=True)
class SegmentArrays:
    """A whole segment. ``texts`` and ``labels`` by view and field name; ``numbers`` by field name, MISSING where there is none."""

    count: int
    texts: Mapping[str, Postings]
    labels: Mapping[str, Postings]
    columns: Mapping[str, Column]
    numbers: Mapping[str, Array]
    stored_starts: Array
    stored: Array

    def postings(self, field: str) -> Postings:
        """The inverted lists of a text view or of a label field."""
        return self.texts[field] if field in self.texts else self.labels[field]

    def stored_at(self, document: int) -> bytes:
        """The compressed bytes of a document."""
        return self.stored[int(self.stored_starts[document]) : int(self.stored_starts[document + 1])].tobytes()


MISSING = -(2**63)
"""The number of a document that has none."""


def runs(starts: Array) -> Array:
    """The lengths of the runs that start there: (n + 1,) -> (n,)."""
    lengths: Array = np.diff(starts.astype(np.int64))
    return lengths


def smallest(array: Array) -> Array:
    """The array in the smallest unsigned type that holds its values (uint8, uint16, uint32, else int64)."""
    top = int(array.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(dtype).max:
            return array.astype(dtype)
    return array.astype(np.int64)


def save(segment: SegmentArrays, path: Path) -> None:
    """Writes a segment to one file."""
    arrays: dict[str, Array] = {
        "count": np.array([segment.count], dtype=np.int64),
        "stored.starts": segment.stored_starts,
        "stored": segment.stored,
    }
    tables = {id(postings.terms): postings.terms for postings in segment.texts.values()}
    for table in tables.values():
        arrays["words.starts"], arrays["words.bytes"] = table.arrays()
    for view, postings in segment.texts.items():
        arrays |= _named(f"text.{view}", postings)
    for field, postings in segment.labels.items():
        arrays |= _named(f"label.{field}", postings)
        arrays[f"label.{field}.terms.starts"], arrays[f"label.{field}.terms.bytes"] = postings.terms.arrays()
    for field, column in segment.columns.items():
        arrays[f"column.{field}.starts"], arrays[f"column.{field}.codes"] = column.starts, column.codes
        arrays[f"column.{field}.shown.starts"], arrays[f"column.{field}.shown.bytes"] = column.shown.arrays()
    for field, values in segment.numbers.items():
        arrays[f"number.{field}"] = values
    write_arrays(path, arrays)


def load(path: Path) -> SegmentArrays:
    """The segment in a file, memory-mapped."""
    arrays = read_arrays(path)
    words = StringTable(arrays["words.starts"], arrays["words.bytes"]) if "words.starts" in arrays else StringTable.of(())
    names = {kind: _names(arrays, kind) for kind in ("text", "label", "column", "number")}
    return SegmentArrays(
        count=int(arrays["count"][0]),
        texts={view: _postings(arrays, f"text.{view}", words) for view in names["text"]},
        labels={field: _postings(arrays, f"label.{field}", _table(arrays, f"label.{field}.terms")) for field in names["label"]},
        columns={
            field: Column(
                arrays[f"column.{field}.starts"], arrays[f"column.{field}.codes"], _table(arrays, f"column.{field}.shown")
            )
            for field in names["column"]
        },
        numbers={field: arrays[f"number.{field}"] for field in names["number"]},
        stored_starts=arrays["stored.starts"],
        stored=arrays["stored"],
    )


_PARTS = ("starts", "docs", "freqs", "lengths", "positions", "position_starts")


def _named(prefix: str, postings: Postings) -> dict[str, Array]:
    parts = {part: getattr(postings, part) for part in _PARTS}
    return {f"{prefix}.{part}": array for part, array in parts.items() if array is not None}


def _postings(arrays: Mapping[str, Array], prefix: str, terms: StringTable) -> Postings:
    return Postings(terms, **{part: arrays[f"{prefix}.{part}"] for part in _PARTS if f"{prefix}.{part}" in arrays})


def _table(arrays: Mapping[str, Array], prefix: str) -> StringTable:
    return StringTable(arrays[f"{prefix}.starts"], arrays[f"{prefix}.bytes"])


def _names(arrays: Mapping[str, Array], kind: str) -> list[str]:
    return list(dict.fromkeys(name.split(".")[1] for name in arrays if name.startswith(f"{kind}.")))
