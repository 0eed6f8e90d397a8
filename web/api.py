"""The JSON API: reads a request, asks the live index, encodes its answer."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.document import Document
from search.errors import InvalidParameter
from search.index import Index
from search.request import MAX_QUERY_LENGTH
from search.suggestions import MAX_TYPED
from web.answers import item_answer, related_answer, search_answer, suggest_answer
from web.endpoint import Endpoint, aside
from web.etag import NEVER, conditional
from web.parameters import read_address, read_limit, read_search, read_suggest_limit
from web.problems import ContentTooLarge

MAX_BODY = 200_000
"""Bytes of a text for which related items are wanted."""

_JSON = "application/json"
_ENCODE = msgspec.json.Encoder().encode


class RelatedText(msgspec.Struct, frozen=True):
    """The body of ``POST related``."""

    text: str


def search(request: Request) -> Response:
    """One page of a search."""
    parameters = read_search(request.query_params)
    wanted = parameters.request(request.app.state.today())

    def make(index: Index) -> bytes:
        results = index.search(wanted)
        query = parameters.text[:MAX_QUERY_LENGTH]
        return _ENCODE(search_answer(query, parameters.page, parameters.size, results, index.generation))

    return conditional(request, request.app.state.live, ("search", repr(wanted)), _JSON, make)


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


def related_to_item(request: Request) -> Response:
    """The items related to one by its id."""
    wanted: str = request.path_params["id"]
    limit = read_limit(request.query_params)

    def make(index: Index) -> bytes:
        return _ENCODE(related_answer(index.related(wanted, limit), index.generation))

    return conditional(request, request.app.state.live, ("related", wanted, str(limit)), _JSON, make)


def related_to_address(request: Request) -> Response:
    """The items related to one by its address."""
    url = read_address(request.query_params)
    limit = read_limit(request.query_params)

    def make(index: Index) -> bytes:
        return _ENCODE(related_answer(index.related(_item_at(index, url).id, limit), index.generation))

    return conditional(request, request.app.state.live, ("related-url", url, str(limit)), _JSON, make)


async def related_to_text(request: Request) -> Response:
    """The items related to a text that is not indexed."""
    limit = read_limit(request.query_params)
    text = await _text_of(request)

    def make() -> bytes:
        with request.app.state.live.lease() as index:
            return _ENCODE(related_answer(index.related_to_text(text, limit), index.generation))

    return Response(await aside(request, make), headers={"Cache-Control": NEVER}, media_type=_JSON)


ROUTES = (
    Route("/api/v1/search", Endpoint(search), methods=["GET"], name="api-search"),
    Route("/api/v1/suggest", Endpoint(suggest), methods=["GET"], name="api-suggest"),
    Route("/api/v1/items/{id:path}/related", Endpoint(related_to_item), methods=["GET"], name="api-item-related"),
    Route("/api/v1/items/{id:path}", Endpoint(item), methods=["GET"], name="api-item"),
    Route("/api/v1/related", Endpoint(related_to_address), methods=["GET"], name="api-related-url"),
    Route("/api/v1/related", related_to_text, methods=["POST"], name="api-related-text"),
)


def _item_at(index: Index, url: str) -> Document:
    try:
        return index.item_at(url)
    except ValueError as error:
        raise InvalidParameter("url", "Cette adresse n’est pas celle d’une page.") from error


async def _text_of(request: Request) -> str:
    """The text in a JSON body; raises InvalidParameter or ContentTooLarge."""
    remedy = 'Envoyez un objet JSON : {"text": "…"}.'
    try:
        text = msgspec.json.decode(await _body(request), type=RelatedText).text
    except msgspec.ValidationError as error:
        raise InvalidParameter("text", "Le corps n’est pas un objet JSON avec un texte « text ».", remedy=remedy) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidParameter("text", "Le corps de la requête n’est pas du JSON.", remedy=remedy) from error
    if not text.strip():
        raise InvalidParameter("text", "Le texte est vide.", remedy=remedy)
    return text


async def _body(request: Request) -> bytes:
    """The body, read no further than ``MAX_BODY``, whatever its length is said to be."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 9 or int(declared) > MAX_BODY):
        raise ContentTooLarge(MAX_BODY)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ContentTooLarge(MAX_BODY)
    return bytes(body)
