"""What every answer goes through: its last changes, and a last resort for errors that nobody foresaw."""

import logging
from time import perf_counter

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.compression import compressed
from web.observation import Observer
from web.problems import http_problem, respond
from web.security_headers import RawHeaders, secure

_LOGGER = logging.getLogger("trouvaille.web")


class Finishing:
    """Compresses answers, adds the security headers, and tells the observer how long each took, from the arrival of its request to
    its last byte. It does all of it, as each application around ``send`` costs every message of every answer.

    A 304 leaves the security headers that clients hold.
    """

    def __init__(self, app: ASGIApp, observer: Observer, security_headers: RawHeaders) -> None:
        self._app = app
        self._observer = observer
        self._security_headers = security_headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        arrival = perf_counter()
        status = 500
        start: Message | None = None  # what begins an answer waits for its body, which may change the headers

        async def finished_send(message: Message) -> None:
            nonlocal start, status
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                begun, start = start, None
                status = begun["status"]
                message = compressed(begun, message, scope)
                if status != 304:
                    secure(begun, self._security_headers)
                await send(begun)
            await send(message)

        try:
            await self._app(scope, receive, finished_send)
        finally:
            self._observer.answered(scope, status, perf_counter() - arrival)


class LastResort:
    """Turns an unexpected error into a logged traceback and an answer that tells nothing of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.body"  # what begins an answer waits for it
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Exception:
            if started:
                raise
            request = Request(scope)
            _LOGGER.exception("Erreur inattendue : %s %s", request.method, request.url.path)
            await respond(request, http_problem(500, request.url.path))(scope, receive, send)
