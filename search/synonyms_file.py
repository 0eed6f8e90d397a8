"""Reads ``synonyms.toml``, the portal's own synonyms; what is wrong in it is named with its line.

[[synonym]]
terms = ["FCT", "Faîtière des communes du Togo"]      # each finds the others

[[synonym]]
from = "bourse"                                       # finds the others too, but they do not find it
to = ["aide financière", "allocation"]

[[ignored]]
acronym = "CAN"                                       # not what the texts say it stands for
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from search.analysis import ANALYSER, fold
from search.errors import SynonymsInvalid
from search.synonyms import Rule, both_ways

MAX_FILE_SIZE = 1_000_000
"""Bytes of the longest file that is read."""

_HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)
_TOML_LINE = re.compile(r"\(at line (\d+)")
_REMEDY = "Voyez docs/synonyms.md."


@dataclass(frozen=True, slots=True)
class SynonymsFile:
    """The rules of a file, the folded acronyms that it ignores, and a digest of its bytes, empty when there is no file."""

    rules: tuple[Rule, ...] = ()
    ignored: frozenset[str] = frozenset()
    digest: str = ""


NO_SYNONYMS = SynonymsFile()


def read_synonyms(path: Path) -> SynonymsFile:
    """The synonyms in a file, none when it does not exist; raises SynonymsInvalid."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return NO_SYNONYMS
    except OSError as error:
        raise _invalid(path, 0, f"fichier illisible ({error.strerror})") from error
    if len(content) > MAX_FILE_SIZE:
        raise _invalid(path, 0, f"le fichier dépasse {MAX_FILE_SIZE} octets")
    text = _decoded(content, path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _invalid(path, line, f"ce n’est pas du TOML ({error})") from error
    return SynonymsFile(*_checked(tables, text, path), sha256(content).hexdigest()[:16])


def _checked(tables: dict[str, Any], text: str, path: Path) -> tuple[tuple[Rule, ...], frozenset[str]]:
    for name, value in tables.items():
        if name not in ("synonym", "ignored") or not isinstance(value, list):
            line = _line_of(re.compile(rf"^\s*\[*\s*\"?{re.escape(name)}\b", re.MULTILINE), text)
            raise _invalid(path, line, f"« {name} » est inconnu : il faut des [[synonym]] ou des [[ignored]]")
    lines = [(match[1], text.count("\n", 0, match.start(1)) + 1) for match in _HEADER.finditer(text)]
    rules: list[Rule] = []
    for entry, line in zip(tables.get("synonym", ()), _of("synonym", lines), strict=False):
        rules += _rules(entry, path, line)
    ignored = set()
    for entry, line in zip(tables.get("ignored", ()), _of("ignored", lines), strict=False):
        if set(entry) != {"acronym"}:
            raise _invalid(path, line, "un [[ignored]] a une clé, « acronym »")
        ignored.add(fold(_term(entry["acronym"], path, line)).replace(".", ""))
    return tuple(dict.fromkeys(rules)), frozenset(ignored)


def _rules(entry: Any, path: Path, line: int) -> Iterator[Rule]:
    """The rules of one ``[[synonym]]``."""
    if not isinstance(entry, dict) or set(entry) not in ({"terms"}, {"from", "to"}):
        raise _invalid(path, line, "un [[synonym]] a soit « terms », soit « from » et « to »")
    if "terms" in entry:
        terms = _terms(entry["terms"], path, line)
        if len(terms) < 2:
            raise _invalid(path, line, "« terms » demande au moins deux termes différents")
        yield from both_ways(terms)
        return
    source = _term(entry["from"], path, line)
    targets = _terms(entry["to"], path, line)
    yield from (Rule(source, target) for target in targets if target != source)


def _terms(value: Any, path: Path, line: int) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not value:
        raise _invalid(path, line, "il faut une liste de termes entre crochets")
    return list(dict.fromkeys(_term(one, path, line) for one in value))


def _term(value: Any, path: Path, line: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _invalid(path, line, "un terme est un texte entre guillemets, non vide")
    if not ANALYSER.stems(value):
        raise _invalid(path, line, f"« {value} » n’a que des mots trop courants pour être cherchés")
    return value.strip()


def _of(name: str, lines: list[tuple[str, int]]) -> list[int]:
    return [line for header, line in lines if header == name]


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _invalid(path, line, "le fichier n’est pas en UTF-8") from error


def _invalid(path: Path, line: int, what: str) -> SynonymsInvalid:
    where = f"{path}, ligne {line}" if line else str(path)
    return SynonymsInvalid(f"{where} : {what}.", remedy=_REMEDY, line=line, path=str(path))
