"""Related items as JSON: by id, by address, by text.

The two that pages ask at each visit are plain ASGI applications: they cost little more than the server itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from search.errors import InvalidParameter
from search.index import Index
from search.moments import seconds
from web.answers import related_answer
from web.body import read_body
from web.endpoint import aside
from web.etag import NEVER, PUBLIC, etag, is_known
from web.parameters import RelatedParameters, read_address, read_related
from web.remembered import Remembered

MAX_BODY = 200_000
"""Bytes of a text for which related items are wanted."""

ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Pages of any site may read these answers: they are public and depend on no cookie."""

_JSON = "application/json"
_ENCODE = msgspec.json.Encoder().encode
_HEADERS = [
    (name.lower().encode(), value.encode()) for name, value in {"Cache-Control": PUBLIC, "Content-Type": _JSON, **ANYWHERE}.items()
]


REMEMBERED = 4_096
"""Answers kept of each route, of two kilobytes each as a rule; pages ask for the same ones all day."""

_Key = tuple[str, bytes, date]
_RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer ready to be sent."""

    tag: str
    headers: _RawHeaders
    body: bytes


class RelatedText(msgspec.Struct, frozen=True):
    """The body of ``POST related``."""

    text: str


class RelatedRoute:
    """Answers the items related to the one that ``item_of`` finds in the index for a path or an address."""

    def __init__(self, named_by: Callable[[Scope], str], item_of: Callable[[Index, str], str]) -> None:
        self._named_by = named_by
        self._item_of = item_of
        self._answers: Remembered[_Key, _Answer] = Remembered(REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, state = Request(scope, receive, send), scope["app"].state
        named, today = self._named_by(scope), state.today()

        def answered() -> _Answer:
            with state.live.lease() as index:
                key = (named, scope["query_string"], today)
                return self._answers.value(index.edition, key, lambda: self._made(key, index))

        is_filtered = _parameters(scope["query_string"]).filters(today) is not None
        answer = await aside(request, answered) if is_filtered else answered()
        if is_known(request, answer.tag):
            await _send(send, 304, answer.headers, b"")
        else:
            await _send(send, 200, answer.headers, answer.body)

    def _made(self, key: _Key, index: Index) -> _Answer:
        named, query, today = key
        asked = _parameters(query)
        body = _answer(index, self._item_of(index, named), asked, today)
        tag = etag(index.edition, "related", named, asked.canonical, today.isoformat())
        return _Answer(tag, [*_HEADERS, (b"etag", tag.encode())], body)


class OtherMethod:
    """Refuses any method but these: of several routes with one path, the framework would name those of the first only."""

    def __init__(self, *allowed: str) -> None:
        self._headers = {"Allow": ", ".join(allowed)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        raise HTTPException(405, headers=self._headers)


async def related_to_text(request: Request) -> Response:
    """The items related to a text that is not indexed."""
    asked, today = read_related(request.query_params), request.app.state.today()
    text = await _text_of(request)

    def make() -> bytes:
        with request.app.state.live.lease() as index:
            found = index.related_to_text(text, asked.limit, filters=asked.filters(today), explain=asked.explain)
            return _ENCODE(related_answer(found, index.generation))

    return Response(await aside(request, make), headers={"Cache-Control": NEVER}, media_type=_JSON)


ROUTES = (
    Route(
        "/api/v1/items/{id:path}/related",
        RelatedRoute(lambda scope: scope["path_params"]["id"], lambda _, item: item),
        methods=["GET"],
        name="api-item-related",
    ),
    Route(
        "/api/v1/related",
        RelatedRoute(lambda scope: read_address(QueryParams(scope["query_string"])), lambda index, url: index.id_at(url)),
        methods=["GET"],
        name="api-related-url",
    ),
    Route("/api/v1/related", related_to_text, methods=["POST"], name="api-related-text"),
    Route("/api/v1/related", OtherMethod("GET", "HEAD", "POST"), name="api-related"),
)


@lru_cache(maxsize=8)
def start_of(day: date) -> int:
    """The first second of a day: an event is over when it ended before."""
    return seconds(day.isoformat())


@lru_cache(maxsize=1_000)
def _parameters(query: bytes) -> RelatedParameters:
    return read_related(QueryParams(query))


def _answer(index: Index, item: str, asked: RelatedParameters, today: date) -> bytes:
    found = index.related(item, asked.limit, filters=asked.filters(today), now=start_of(today), explain=asked.explain)
    return _ENCODE(related_answer(found, index.generation))


async def _send(send: Send, status: int, headers: _RawHeaders, body: bytes) -> None:
    length = [] if status == 304 else [(b"content-length", b"%d" % len(body))]  # of a 304 it would be that of the whole answer
    await send({"type": "http.response.start", "status": status, "headers": headers + length})
    await send({"type": "http.response.body", "body": body})


async def _text_of(request: Request) -> str:
    """The text in a JSON body; raises InvalidParameter or ContentTooLarge."""
    remedy = 'Envoyez un objet JSON : {"text": "…"}.'
    try:
        text = msgspec.json.decode(await read_body(request, MAX_BODY), type=RelatedText).text
    except msgspec.ValidationError as error:
        raise InvalidParameter("text", "Le corps n’est pas un objet JSON avec un texte « text ».", remedy=remedy) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidParameter("text", "Le corps de la requête n’est pas du JSON.", remedy=remedy) from error
    if not text.strip():
        raise InvalidParameter("text", "Le texte est vide.", remedy=remedy)
    return text
