"""JSON Lines files, plain or gzipped: one object a line."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import msgspec

from indexer.source import Record, Unreadable, source_name
from search.errors import SourceUnreadable
from search.in_french import json_problem, system_problem

MAX_LINE_BYTES = 32 << 20
"""A longer line is reported, not read."""

_INFLATED_AT_ONCE = 128 << 10
"""Bytes of a gzipped file: gzip's own 8 KiB take twice as long to read."""


class JsonLinesSource:
    """The objects of a JSON Lines file in UTF-8. A last line that is no object and does not end was cut: others may be missing."""

    repeats_itself = False

    def __init__(self, path: Path) -> None:
        self.name = source_name(path)
        self._path = path

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        with _opened(self._path) as file:
            number = 0
            try:
                while line := file.readline(MAX_LINE_BYTES):
                    number += 1
                    where = f"{self.name}, ligne {number}"
                    if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                        _skip_line(file)
                        yield Unreadable(where, "ligne-trop-longue", f"ligne de plus de {MAX_LINE_BYTES >> 20} Mio")
                    elif line.strip(b"\r\n\t \xef\xbb\xbf"):
                        record = _record(line, where)
                        if isinstance(record, Unreadable) and not line.endswith(b"\n"):
                            record = replace(record, hides_others=True)
                        yield record
            except (OSError, EOFError, zlib.error) as error:
                raise SourceUnreadable(
                    f"{self._path} : lecture interrompue à la ligne {number + 1} ({system_problem(error)})."
                ) from error


def _record(line: bytes, where: str) -> Record | Unreadable:
    try:
        values = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        code = "encodage" if not _is_utf8(line) else "json-invalide"
        return Unreadable(where, code, f"JSON illisible : {json_problem(error)}")
    if not isinstance(values, dict):
        return Unreadable(where, "json-invalide", "la ligne n’est pas un objet JSON")
    return Record(where, values)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _opened(path: Path) -> IO[bytes]:
    try:
        return io.BufferedReader(gzip.GzipFile(path), _INFLATED_AT_ONCE) if path.suffix == ".gz" else path.open("rb")
    except OSError as error:
        raise SourceUnreadable(f"{path} : fichier illisible ({system_problem(error)}).", remedy="Vérifiez le chemin.") from error


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass
