"""The JSON API: reads a request, asks the live index, encodes its answer."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.index import Index
from search.request import MAX_QUERY_LENGTH, SearchRequest
from search.suggestions import MAX_TYPED
from web.answers import item_answer, search_answer, suggest_answer
from web.endpoint import SHORT_QUERY, Endpoint
from web.etag import conditional
from web.parameters import read_search, read_suggest_limit
from web.statistics.noting import note

_JSON = "application/json"
_ENCODE = msgspec.json.Encoder().encode


ASKED = 4_096
"""Searches whose reading is kept: a client that asks again, to learn that nothing changed, should not have its query read again."""


class _Asked(NamedTuple):
    """What the index is asked for a search, and that in one canonical form."""

    wanted: SearchRequest
    canonical: str


def search(request: Request) -> Response:
    """One page of a search."""
    query, today = request.scope["query_string"], request.app.state.today()
    wanted, canonical = _read(query, today) if len(query) <= SHORT_QUERY else _asked(query, today)

    def make(index: Index) -> bytes:
        results = index.search(wanted)
        note(request, wanted, results)
        return _ENCODE(search_answer(wanted.text[:MAX_QUERY_LENGTH], wanted.page, wanted.size, results, index.generation))

    return conditional(request, request.app.state.live, ("search", canonical), _JSON, make)


def _asked(query: bytes, today: date) -> _Asked:
    """A search by its query string and the day; raises InvalidParameter."""
    wanted = read_search(QueryParams(query)).request(today)
    return _Asked(wanted, repr(wanted))


_read = lru_cache(maxsize=ASKED)(_asked)


def suggest(request: Request) -> Response:
    """Completions of what was typed so far."""
    typed = request.query_params.get("q", "")[:MAX_TYPED]
    limit = read_suggest_limit(request.query_params)

    def make(index: Index) -> bytes:
        return _ENCODE(suggest_answer(index.suggest(typed, limit), index.generation))

    return conditional(request, request.app.state.live, ("suggest", typed, str(limit)), _JSON, make)


def item(request: Request) -> Response:
    """One item."""
    wanted: str = request.path_params["id"]

    def make(index: Index) -> bytes:
        return _ENCODE(item_answer(index.item(wanted), index.generation))

    return conditional(request, request.app.state.live, ("item", wanted), _JSON, make)


SEARCH = Route("/api/v1/search", Endpoint(search), methods=["GET"], name="api-search")

ROUTES = (
    Route("/api/v1/suggest", Endpoint(suggest), methods=["GET"], name="api-suggest"),
    Route("/api/v1/items/{id:path}", Endpoint(item), methods=["GET"], name="api-item"),
)
