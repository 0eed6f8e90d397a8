"""The entries of a file of synonyms or pinned results, as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from search.errors import IndexUnavailable, ItemNotFound
from search.index import Index
from search.toml_entries import Entry
from web.french import NBSP


@dataclass(frozen=True, slots=True)
class Item:
    """A pinned item; without a ``title`` when the index does not have it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry: its ``kind`` and ``place`` among those of its kind, what it is called, what it does, the items that it names."""

    kind: str
    place: int
    name: str
    told: str = ""
    items: tuple[Item, ...] = ()


def shown_synonyms(request: Request, found: Sequence[Entry]) -> list[Shown]:
    """Synonyms both ways, one way, and ignored acronyms."""
    del request
    places = _places(found)
    return [_synonym(entry, place) for entry, place in zip(found, places, strict=True)]


def shown_pins(request: Request, found: Sequence[Entry]) -> list[Shown]:
    """Queries with the titles of what is pinned for them."""
    places = _places(found)
    try:
        with request.app.state.live.lease() as index:
            return [_pin(entry, place, index) for entry, place in zip(found, places, strict=True)]
    except IndexUnavailable:
        return [_pin(entry, place, None) for entry, place in zip(found, places, strict=True)]


def _places(found: Sequence[Entry]) -> list[int]:
    return [sum(other.kind == entry.kind for other in found[:number]) for number, entry in enumerate(found)]


def _synonym(entry: Entry, place: int) -> Shown:
    values = entry.values
    if entry.kind == "ignored":
        return Shown(entry.kind, place, values["acronym"], "sigle que la recherche n’explique pas")
    if "terms" in values:
        return Shown(entry.kind, place, " = ".join(_list(values["terms"])), "chacun trouve les autres")
    return Shown(entry.kind, place, f"{values['from']} → {', '.join(_list(values['to']))}", "le premier trouve les autres")


def _pin(entry: Entry, place: int, index: Index | None) -> Shown:
    items = tuple(Item(one, _title(one, index)) for one in entry.values["items"])
    return Shown(entry.kind, place, f"«{NBSP}{entry.values['query']}{NBSP}»", items=items)


def _title(item: str, index: Index | None) -> str:
    try:
        return index.card(item).title if index else ""
    except ItemNotFound:
        return ""


def _list(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
