"""What a segment is made of: postings, columns and stored documents, all of them plain arrays in one file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy.typing as npt

from search.engines.embedded.array_file import read_arrays, unmapped, write_arrays
from search.engines.embedded.postings import LabelPostings, Postings, TextPostings
from search.engines.embedded.sequences import Sequences
from search.engines.embedded.stored_documents import StoredDocuments
from search.errors import IndexCorrupt
from search.string_table import StringTable

__all__ = ["MISSING", "Array", "Column", "LabelPostings", "Postings", "SegmentArrays", "TextPostings", "load", "save"]

Array = npt.NDArray[Any]

MISSING = -(2**63)
"""The number of a document that has none."""

_KINDS = ("text", "sequence", "label", "column", "number")
"""What a segment keeps of views and fields: the first part of the names of its arrays, before that of the view or field."""


@dataclass(frozen=True)
class Column:
    """The labels of each document, as codes: rows of the field's terms. Those of document d: ``codes[starts[d]:starts[d + 1]]``.

    ``shown`` gives each code's spelling.
    """

    starts: Array
    codes: Array
    shown: StringTable


@dataclass(frozen=True, slots=True)
class SegmentArrays:
    """A whole segment of N documents. ``texts`` and ``labels`` by view and field name; all views share one table of ``words``.

    ``numbers`` (N,) by field name, MISSING where there is none.
    """

    words: StringTable
    texts: Mapping[str, TextPostings]
    sequences: Mapping[str, Sequences]
    labels: Mapping[str, LabelPostings]
    columns: Mapping[str, Column]
    numbers: Mapping[str, Array]
    stored: StoredDocuments

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self.stored)

    def postings(self, field: str) -> Postings:
        """The inverted lists of a text view or of a label field."""
        return self.texts[field] if field in self.texts else self.labels[field]


def save(segment: SegmentArrays, path: Path) -> None:
    """Writes a segment to one file."""
    arrays: dict[str, Array] = segment.stored.arrays("stored") | _table_arrays(segment.words, "words")
    for view, text in segment.texts.items():
        arrays |= text.arrays(f"text.{view}")
    for field, stems in segment.sequences.items():
        arrays |= stems.arrays(f"sequence.{field}")
    for field, label in segment.labels.items():
        arrays |= label.arrays(f"label.{field}") | _table_arrays(label.terms, f"label.{field}.terms")
    for field, column in segment.columns.items():
        arrays |= {f"column.{field}.starts": column.starts, f"column.{field}.codes": column.codes}
        arrays |= _table_arrays(column.shown, f"column.{field}.shown")
    arrays |= {f"number.{field}": values for field, values in segment.numbers.items()}
    write_arrays(path, arrays)


def load(path: Path) -> SegmentArrays:
    """The segment in a file, memory-mapped all but the documents; raises IndexCorrupt or IndexIncompatible."""
    try:
        return _segment(read_arrays(path), path)
    except KeyError as error:
        raise IndexCorrupt(f"Le fichier d’index {path.name} est incomplet : {error}.") from error


def _segment(arrays: Mapping[str, Array], path: Path) -> SegmentArrays:
    names = _names(arrays)
    words = _table(arrays, "words")
    return SegmentArrays(
        words=words,
        texts={view: TextPostings.of_arrays(arrays, f"text.{view}", words) for view in names["text"]},
        sequences={field: Sequences.of_arrays(arrays, f"sequence.{field}") for field in names["sequence"]},
        labels={
            field: LabelPostings.of_arrays(arrays, f"label.{field}", _table(arrays, f"label.{field}.terms"))
            for field in names["label"]
        },
        columns={field: _column(arrays, f"column.{field}") for field in names["column"]},
        numbers={field: arrays[f"number.{field}"] for field in names["number"]},
        stored=replace(StoredDocuments.of_arrays(arrays, "stored"), data=unmapped(path, "stored.data")),
    )


def _column(arrays: Mapping[str, Array], prefix: str) -> Column:
    return Column(arrays[f"{prefix}.starts"], arrays[f"{prefix}.codes"], _table(arrays, f"{prefix}.shown"))


def _table(arrays: Mapping[str, Array], prefix: str) -> StringTable:
    return StringTable(arrays[f"{prefix}.starts"], arrays[f"{prefix}.bytes"])


def _table_arrays(table: StringTable, prefix: str) -> dict[str, Array]:
    starts, data = table.arrays()
    return {f"{prefix}.starts": starts, f"{prefix}.bytes": data}


def _names(arrays: Mapping[str, Array]) -> Mapping[str, Collection[str]]:
    """The views and fields of each kind, in their order."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in _KINDS}
    for array in arrays:
        kind, _, rest = array.partition(".")
        if kind in found:
            found[kind][rest.partition(".")[0]] = None
    return found
