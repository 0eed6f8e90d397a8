"""Reads files of TOML that administrators write: entries of a few kinds, each with its line, so that what is wrong can be named."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from search.errors import TrouvailleError
from search.in_french import system_problem, toml_line, toml_problem

MAX_FILE_SIZE = 1_000_000
"""Bytes of the longest file that is read."""

_HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)

Refusal = Callable[[int, str], TrouvailleError]
"""Makes the error for a line (0 for the whole file) and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[kind]]`` with its keys and the line of its header."""

    kind: str
    values: dict[str, Any]
    line: int


def read_content(path: Path, refusal: Refusal) -> bytes | None:
    """The bytes of a file, None when it does not exist; raises what ``refusal`` makes."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refusal(0, f"fichier illisible ({system_problem(error)})") from error
    if len(content) > MAX_FILE_SIZE:
        raise refusal(0, f"le fichier dépasse {MAX_FILE_SIZE} octets")
    return content


def entries(content: bytes, kinds: Sequence[str], refusal: Refusal) -> list[Entry]:
    """The entries of a file's content, kind by kind; raises what ``refusal`` makes for anything that is no entry of these kinds."""
    text = _decoded(content, refusal)
    tables = _parsed(text, refusal)
    lines = [(match[1], text.count("\n", 0, match.start(1)) + 1) for match in _HEADER.finditer(text)]
    return list(_entries(tables, kinds, lines, text, refusal))


def tables(content: bytes, refusal: Refusal) -> dict[str, Any]:
    """All that a file's content says; raises what ``refusal`` makes when it is no TOML."""
    return _parsed(_decoded(content, refusal), refusal)


def place(path: Path, line: int) -> str:
    """Where something is wrong: ``synonyms.toml, ligne 7``, or the file alone."""
    return f"{path}, ligne {line}" if line else str(path)


def digest(content: bytes) -> str:
    """What tells two contents of a file apart."""
    return sha256(content).hexdigest()[:16]


def _entries(
    tables: dict[str, Any], kinds: Sequence[str], lines: list[tuple[str, int]], text: str, refusal: Refusal
) -> Iterator[Entry]:
    for name, value in tables.items():
        if name not in kinds or not isinstance(value, list):
            wanted = " ou ".join(f"des [[{kind}]]" for kind in kinds)
            raise refusal(_line_of(name, text), f"« {name} » est inconnu : il faut {wanted}")
    for kind in kinds:
        own, found = [line for header, line in lines if header == kind], tables.get(kind, ())
        if len(own) != len(found):
            raise refusal(_line_of(kind, text), f"chaque entrée commence par une ligne [[{kind}]]")
        yield from (Entry(kind, values, line) for values, line in zip(found, own, strict=True))


def _line_of(name: str, text: str) -> int:
    found = re.search(rf"^\s*\[*\s*\"?{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def _parsed(text: str, refusal: Refusal) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refusal(toml_line(error, text), f"ce n’est pas du TOML : {toml_problem(error)}") from error


def _decoded(content: bytes, refusal: Refusal) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise refusal(content.count(b"\n", 0, error.start) + 1, "le fichier n’est pas en UTF-8 : enregistrez-le ainsi") from error
