"""Reads ``synonyms.toml``, the portal's own synonyms; what is wrong in it is named with its line.

[[synonym]]
terms = ["FCT", "Faîtière des communes du Togo"]      # each finds the others

[[synonym]]
from = "bourse"                                       # finds the others too, but they do not find it
to = ["aide financière", "allocation"]

[[ignored]]
acronym = "CAN"                                       # not what the texts say it stands for
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from search.analysis import ANALYSER, fold
from search.errors import SynonymsInvalid
from search.synonyms import Rule, both_ways
from search.toml_entries import Entry, digest, entries, read_content

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
    content = read_content(path, partial(_invalid, path))
    return NO_SYNONYMS if content is None else parsed_synonyms(content, path)


def parsed_synonyms(content: bytes, path: Path) -> SynonymsFile:
    """The synonyms in the content of a file; raises SynonymsInvalid, which names the path and the line."""
    rules: list[Rule] = []
    ignored = set()
    for entry in entries(content, ("synonym", "ignored"), partial(_invalid, path)):
        if entry.kind == "synonym":
            rules += _rules(entry, path)
            continue
        if set(entry.values) != {"acronym"}:
            raise _invalid(path, entry.line, "un [[ignored]] a une clé, « acronym »")
        ignored.add(fold(_term(entry.values["acronym"], path, entry.line)).replace(".", ""))
    return SynonymsFile(tuple(dict.fromkeys(rules)), frozenset(ignored), digest(content))


def joined_synonyms(files: Iterable[SynonymsFile]) -> SynonymsFile:
    """The synonyms of several files together."""
    there = [file for file in files if file.digest]
    rules = tuple(dict.fromkeys(rule for file in there for rule in file.rules))
    ignored = frozenset().union(*(file.ignored for file in there))
    return SynonymsFile(rules, ignored, "-".join(file.digest for file in there))


def _rules(entry: Entry, path: Path) -> Iterator[Rule]:
    """The rules of one ``[[synonym]]``."""
    values, line = entry.values, entry.line
    if set(values) not in ({"terms"}, {"from", "to"}):
        raise _invalid(path, line, "un [[synonym]] a soit « terms », soit « from » et « to »")
    if "terms" in values:
        terms = _terms(values["terms"], path, line)
        if len(terms) < 2:
            raise _invalid(path, line, "« terms » demande au moins deux termes différents")
        yield from both_ways(terms)
        return
    source = _term(values["from"], path, line)
    targets = _terms(values["to"], path, line)
    yield from (Rule(source, target) for target in targets if target != source)


def _terms(value: object, path: Path, line: int) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not value:
        raise _invalid(path, line, "il faut une liste de termes entre crochets")
    return list(dict.fromkeys(_term(one, path, line) for one in value))


def _term(value: object, path: Path, line: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _invalid(path, line, "un terme est un texte entre guillemets, non vide")
    if not ANALYSER.stems(value):
        raise _invalid(path, line, f"« {value} » n’a que des mots trop courants pour être cherchés")
    return value.strip()


def _invalid(path: Path, line: int, what: str) -> SynonymsInvalid:
    where = f"{path}, ligne {line}" if line else str(path)
    return SynonymsInvalid(f"{where} : {what}.", remedy=_REMEDY, line=line, path=str(path))
