"""Reads ``pins.toml``, the results that administrators pinned; what is wrong in it is named with its line.

[[pin]]
query = "jumelage"                        # in any spelling
items = ["article-12", "ressource-7"]     # ids, the first one first
"""

from functools import partial
from pathlib import Path

from search.errors import PinsInvalid
from search.pins import MAX_PINNED, NO_PINS, Pins
from search.query_key import query_key
from search.toml_entries import Entry, digest, entries, read_content

_REMEDY = "Voyez docs/synonyms.md, « Résultats épinglés »."


def read_pins(path: Path) -> Pins:
    """The pinned results in a file, none when it does not exist; raises PinsInvalid."""
    content = read_content(path, partial(_invalid, path))
    return NO_PINS if content is None else parsed_pins(content, path)


def parsed_pins(content: bytes, path: Path) -> Pins:
    """The pinned results in the content of a file; raises PinsInvalid, which names the path and the line."""
    pinned: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for entry in entries(content, ("pin",), partial(_invalid, path)):
        key = _key(entry, path)
        if key in lines:
            raise _invalid(path, entry.line, f"cette requête a déjà des résultats épinglés (ligne {lines[key]})")
        pinned[key], lines[key] = _items(entry, path), entry.line
    return Pins(pinned, digest(content))


def _key(entry: Entry, path: Path) -> str:
    if set(entry.values) != {"query", "items"}:
        raise _invalid(path, entry.line, "un [[pin]] a deux clés, « query » et « items »")
    query = entry.values["query"]
    if not isinstance(query, str) or not (key := query_key(query)):
        raise _invalid(path, entry.line, "« query » est un texte entre guillemets, avec au moins un mot")
    return key


def _items(entry: Entry, path: Path) -> tuple[str, ...]:
    items = entry.values["items"]
    if not isinstance(items, list) or not items or not all(isinstance(one, str) and one for one in items):
        raise _invalid(path, entry.line, "« items » est une liste d’identifiants entre guillemets")
    if len(items) > MAX_PINNED:
        raise _invalid(path, entry.line, f"une requête a au plus {MAX_PINNED} résultats épinglés")
    if len(set(items)) < len(items):
        raise _invalid(path, entry.line, "un identifiant est donné deux fois")
    return tuple(items)


def _invalid(path: Path, line: int, what: str) -> PinsInvalid:
    where = f"{path}, ligne {line}" if line else str(path)
    return PinsInvalid(f"{where} : {what}.", remedy=_REMEDY, line=line, path=str(path))
