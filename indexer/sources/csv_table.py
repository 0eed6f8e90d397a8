"""CSV tables: delimiter and encoding are detected, a broken row costs that row only."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.records import field_name
from indexer.source import Record, Unreadable, source_name
from search.errors import SourceUnreadable
from search.in_french import system_problem

DELIMITERS = (";", ",", "\t", "|")
MAX_ROW_LINES = 2000
"""Lines that one row may span: past it, its quote was never closed."""
MAX_CELL = 10_000_000
"""Characters of one cell: a row with a longer one is reported, not read."""
MAX_INFLATED = 1 << 30
"""Bytes of a gzipped table once inflated: a larger one is refused."""

_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of a row, the number of its first line, how many lines it takes, and whether a quote in it never closes."""

    cells: list[str]
    line: int
    lines: int
    unclosed: bool = False


class CsvSource:
    """The rows of a CSV file, plain or gzipped, whose first row names the columns.

    The text is UTF-8 (with or without BOM), UTF-16 with BOM, or else Windows-1252. A last row that is broken and does not end was
    cut: others may be missing.
    """

    repeats_itself = False

    def __init__(self, path: Path) -> None:
        self.name = source_name(path)
        self._path = path

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        lines = io.StringIO(self._text(), newline="").readlines()
        start = next((number for number, line in enumerate(lines) if line.strip()), None)
        if start is None:
            raise SourceUnreadable(f"{self._path} est vide.")
        delimiter = _delimiter(lines[start])
        header = next(csv.reader([lines[start]], delimiter=delimiter))
        columns = [column.strip() for column in header]
        self._require_title(columns)
        number = start + 1
        while number < len(lines):
            row = _row_at(lines, number, delimiter, len(columns))
            number += row.lines
            if any(cell.strip() for cell in row.cells):
                record = self._record(row, columns)
                if isinstance(record, Unreadable) and number == len(lines) and not lines[-1].endswith(("\n", "\r")):
                    record = replace(record, hides_others=True)
                yield record

    def _record(self, row: _Row, columns: list[str]) -> Record | Unreadable:
        where = f"{self.name}, ligne {row.line + 1}"
        if row.unclosed:
            return Unreadable(where, "guillemet", "un guillemet ouvert n’est jamais fermé")
        if len(row.cells) != len(columns):
            message = f"{len(row.cells)} colonne(s) au lieu de {len(columns)} (séparateur en trop ou en moins ?)"
            return Unreadable(where, "colonnes", message)
        if any(_REPLACEMENT in cell for cell in row.cells):
            return Unreadable(where, "encodage", "caractère illisible dans l’encodage détecté")
        return Record(where, dict(zip(columns, row.cells, strict=True)))

    def _text(self) -> str:
        data = self._bytes()
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")

    def _bytes(self) -> bytes:
        try:
            if self._path.suffix != ".gz":
                return self._path.read_bytes()
            with gzip.open(self._path) as file:
                data = file.read(MAX_INFLATED + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceUnreadable(
                f"{self._path} : fichier illisible ({system_problem(error)}).",
                remedy="Vérifiez le chemin, et que l’archive est entière.",
            ) from error
        if len(data) > MAX_INFLATED:
            raise SourceUnreadable(
                f"{self._path} : plus de {MAX_INFLATED >> 20} Mio une fois décompressé.",
                remedy="Coupez ce tableau en plusieurs fichiers.",
            )
        return data

    def _require_title(self, columns: list[str]) -> None:
        if "title" not in {field_name(column) for column in columns}:
            raise SourceUnreadable(
                f"{self._path} n’a pas de colonne de titre ; colonnes lues : {', '.join(columns)}.",
                remedy="La première ligne doit nommer les colonnes, dont « titre » (et « id » ou « url »).",
            )


def _delimiter(header: str) -> str:
    """The delimiter that makes the header name the most known columns."""

    def known(delimiter: str) -> tuple[int, int]:
        columns = next(csv.reader([header], delimiter=delimiter))
        return sum(field_name(column) is not None for column in columns), len(columns)

    return max(DELIMITERS, key=known)


def _row_at(lines: list[str], number: int, delimiter: str, width: int) -> _Row:
    """The row that begins at a line. A quote never closed, or one that swallows other rows, spoils its own line only."""
    last = number
    inside = _ends_inside_quotes(lines[number], delimiter, inside=False)
    while inside and last + 1 < min(len(lines), number + MAX_ROW_LINES):
        last += 1
        inside = _ends_inside_quotes(lines[last], delimiter, inside=True)
    cells = None if inside else _cells(lines[number : last + 1], delimiter)
    if cells is None or (last > number and len(cells) != width):
        return _Row([lines[number].rstrip("\r\n")], number, 1, unclosed=True)
    return _Row(cells, number, last - number + 1)


def _cells(lines: list[str], delimiter: str) -> list[str] | None:
    """The cells of the row that these lines make, or None when they make none.

    A quote that spans lines must close at the end of a cell: one that was never closed ends where a later row opens its own.
    """
    csv.field_size_limit(MAX_CELL)
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=len(lines) > 1))
    except csv.Error:
        return None


def _ends_inside_quotes(line: str, delimiter: str, *, inside: bool) -> bool:
    """Whether a quoted cell is still open at the end of a line: a quote opens one only at the start of a cell."""
    if '"' not in line:
        return inside
    at_start = not inside
    position = 0
    while position < len(line):
        character = line[position]
        if inside:
            if character == '"':
                if line[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    inside = False
        elif character == '"' and at_start:
            inside = True
        at_start = not inside and character == delimiter
        position += 1
    return inside
