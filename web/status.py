"""For those who operate the service: is the process alive, can it answer, what does its API look like."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.etag import NEVER, PUBLIC, etag, is_known
from web.openapi import description

_JSON = "application/json"


class Ready(msgspec.Struct, frozen=True):
    """What is served."""

    status: str
    generation: str
    created: str
    documents: int


async def health(request: Request) -> Response:
    """The process is alive, whatever its index."""
    del request
    return Response(b'{"status":"ok"}', headers={"Cache-Control": NEVER}, media_type=_JSON)


async def ready(request: Request) -> Response:
    """There is an index to answer from; else a 503 problem with the remedy."""
    with request.app.state.live.lease() as index:
        state = Ready("ok", index.generation, index.created, index.count())
    return Response(msgspec.json.encode(state), headers={"Cache-Control": NEVER}, media_type=_JSON)


async def openapi(request: Request) -> Response:
    """The description of the API."""
    server = request.app.state.settings.public_url or request.scope.get("root_path", "") or "/"
    body = msgspec.json.encode(description(request.app.state.settings.title, server))
    headers = {"Cache-Control": PUBLIC, "ETag": etag("openapi", body.decode())}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=_JSON)


ROUTES = (
    Route("/health", health, name="health"),
    Route("/ready", ready, name="ready"),
    Route("/openapi.json", openapi, name="openapi"),
)
