"""The API for people: made from the OpenAPI document, with examples that the live index answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from search.document import Document
from search.index import Index
from search.request import SearchRequest
from web.answers import item_answer, related_answer, search_answer, suggest_answer
from web.links import Links, web_address
from web.openapi import description
from web.page import page
from web.parameters import SearchParameters
from web.templating import html, links_of

MOST_LINES = 45
"""Of an example's answer."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A request that can be made, and the beginning of what it answers."""

    href: str
    answer: str


@dataclass(frozen=True, slots=True)
class ShownParameter:
    name: str
    place: str
    accepts: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """One operation of the API."""

    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[ShownParameter, ...]
    body: str
    example: Example | None


def api_page(request: Request) -> Response:
    """The operations, their parameters, and an example of each."""
    links, title = links_of(request), request.app.state.look.title

    def make(index: Index) -> bytes:
        described = description(title, links.home)
        return html(
            request,
            "api.html",
            parameters=SearchParameters(),
            operations=_operations(described, _examples(index, links)),
            introduction=described["info"]["description"],
            version=described["info"]["version"],
            problems={status.removeprefix("problem-"): response["description"] for status, response in _problems(described)},
        )

    return page(request, ("api",), make)


def accepted(schema: Json) -> str:
    """What values a schema accepts, in French."""
    if "enum" in schema:
        *others, last = schema["enum"]
        return f"{', '.join(others)} ou {last}"
    if schema.get("type") == "array":
        return f"{accepted(schema['items'])} ; répétable, {schema['maxItems']} fois au plus"
    if schema.get("type") == "integer":
        most = f" à {schema['maximum']}" if schema["maximum"] < 1_000_000 else ""
        least = f"de {schema['minimum']}{most}" if most else f"à partir de {schema['minimum']}"
        return f"nombre entier, {least} ; {schema['default']} par défaut"
    if "pattern" in schema:
        return "année en quatre chiffres"
    return f"texte, {schema['maxLength']} caractères au plus" if "maxLength" in schema else "texte"


def _operations(described: Json, examples: dict[str, Example]) -> list[ShownOperation]:
    return [
        ShownOperation(
            name=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            parameters=tuple(map(_parameter, operation["parameters"])),
            body='{"text": "…"}' if "requestBody" in operation else "",
            example=examples.get(operation["operationId"]),
        )
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]


def _parameter(written: Json) -> ShownParameter:
    place = "dans le chemin" if written["in"] == "path" else "dans l’adresse"
    return ShownParameter(written["name"], place, accepted(written["schema"]), written["description"], written["required"])


def _problems(described: Json) -> list[tuple[str, Json]]:
    return sorted(described["components"]["responses"].items())


def _examples(index: Index, links: Links) -> dict[str, Example]:
    """By operation; an empty portal has none."""
    newest = index.search(SearchRequest(sort="date", size=1))
    if not newest.hits:
        return {}
    document = newest.hits[0].document
    word = next((value.value for value in newest.facets["theme"]), document.title.split()[0])
    makers: dict[str, tuple[str, Callable[[], Any]]] = {
        "search": (f"/search?{urlencode({'q': word, 'size': 1})}", lambda: _searched(index, word)),
        "suggest": (f"/suggest?{urlencode({'q': word[:4], 'limit': 3})}", lambda: _suggested(index, word[:4])),
        "item": (f"/items/{quote(document.id)}", lambda: item_answer(document, index.generation)),
        "itemRelated": (f"/items/{quote(document.id)}/related?limit=2", lambda: _related(index, document)),
    }
    if web_address(document.url):
        address = urlencode({"url": document.url, "limit": 2})
        makers["relatedByUrl"] = (f"/related?{address}", lambda: _related(index, document))
    return {name: Example(f"{links.root}/api/v1{path}", _beginning(make())) for name, (path, make) in makers.items()}


def _searched(index: Index, word: str) -> object:
    return search_answer(word, 1, 1, index.search(SearchRequest(word, size=1)), index.generation)


def _suggested(index: Index, typed: str) -> object:
    return suggest_answer(index.suggest(typed, 3), index.generation)


def _related(index: Index, document: Document) -> object:
    return related_answer(index.related(document.id, 2), index.generation)


def _beginning(answer: object) -> str:
    """The first lines of an answer as indented JSON."""
    lines = msgspec.json.format(msgspec.json.encode(answer), indent=2).decode().split("\n")
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"])
