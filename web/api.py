"""The JSON API: reads a request, asks the live index, encodes its answer."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.index import Index
from search.request import MAX_QUERY_LENGTH
from web.answers import item_answer, search_answer
from web.etag import conditional
from web.parameters import read_search

_JSON = "application/json"
_ENCODE = msgspec.json.Encoder().encode


async def search(request: Request) -> Response:
    """One page of a search."""
    parameters = read_search(request.query_params)
    wanted = parameters.request(request.app.state.today())

    def make(index: Index) -> bytes:
        results = index.search(wanted)
        query = parameters.text[:MAX_QUERY_LENGTH]
        return _ENCODE(search_answer(query, parameters.page, parameters.size, results, index.generation))

    return conditional(request, request.app.state.live, ("search", repr(wanted)), _JSON, make)


async def item(request: Request) -> Response:
    """One item."""
    wanted: str = request.path_params["id"]

    def make(index: Index) -> bytes:
        return _ENCODE(item_answer(index.item(wanted), index.generation))

    return conditional(request, request.app.state.live, ("item", wanted), _JSON, make)


ROUTES = (
    Route("/api/v1/search", search, name="api-search"),
    Route("/api/v1/items/{id:path}", item, name="api-item"),
)
