"""Changes the TOML of synonyms and pinned results, and leaves all else in it as it was written, comments too."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from search.query_key import query_key
from web.curation.curated_file import ChangedMeanwhile

_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


def with_synonym(content: str, terms: Sequence[str]) -> str:
    """Terms of which each finds the others."""
    return _appended(content, "synonym", terms=_several(terms))


def with_one_way(content: str, source: str, targets: Sequence[str]) -> str:
    """A term that finds others, which do not find it."""
    return _appended(content, "synonym", **{"from": source, "to": _several(targets)})


def with_ignored(content: str, acronym: str) -> str:
    """An acronym that is not read as the texts explain it."""
    return _appended(content, "ignored", acronym=acronym)


def with_pin(content: str, query: str, items: Sequence[str]) -> str:
    """The items pinned for a query: those that it has are replaced, or it gets its first ones."""
    document = _parsed(content)
    for table in document.get("pin", ()):
        if query_key(str(table.get("query", ""))) == query_key(query):
            table["items"] = _several(items)
            return tomlkit.dumps(document)
    return _appended(content, "pin", query=query, items=_several(items))


def without(content: str, kind: str, place: int) -> str:
    """Without one ``[[kind]]``, by its place among them; comments around it stay. Raises ChangedMeanwhile when it is not there."""
    lines = content.splitlines()
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    own = [number for number in headers if _HEADER.match(lines[number])[1] == kind]  # type: ignore[index]
    if not 0 <= place < len(own):
        raise ChangedMeanwhile("Cette entrée n’existe plus : rien n’a été écrit.", remedy="Rechargez la page.")
    start = own[place]
    end = next((number for number in headers if number > start), len(lines))
    while lines[end - 1].lstrip().startswith("#") or not lines[end - 1].strip():
        end -= 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    left = [*lines[:start], *lines[end:]]
    return "\n".join(left).strip("\n") + "\n" if any(left) else ""


def _appended(content: str, kind: str, **values: Any) -> str:
    """One more ``[[kind]]`` at the end. The content is TOML already, else it could not be served."""
    _parsed(content)
    table = tomlkit.table()
    for name, value in values.items():
        table.add(name, value)
    entry = tomlkit.document()
    entry.append(kind, tomlkit.aot())
    entry[kind].append(table)
    before = f"{content.rstrip()}\n\n" if content.strip() else ""
    return before + tomlkit.dumps(entry)


def _several(values: Sequence[str]) -> Any:
    array = tomlkit.array()
    array.extend(values)
    return array


def _parsed(content: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(content)
    except TOMLKitError as error:
        raise ChangedMeanwhile(
            f"Le fichier n’est pas du TOML ({error}) : rien n’a été écrit.", remedy="Corrigez-le d’abord dans l’éditeur de la page."
        ) from error


Edit = Callable[[str], str]
"""From the content of a file to another one."""
