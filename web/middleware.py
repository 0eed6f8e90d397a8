"""What every answer goes through: security headers, and a last resort for errors that nobody foresaw."""

import logging
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import http_problem, respond

_LOGGER = logging.getLogger("trouvaille.web")


def content_security_policy(frame_ancestors: str = "'none'", images: tuple[str, ...] = ()) -> str:
    """Nothing but our own files, and images of these origins; ``frame_ancestors`` says which sites may embed the page."""
    shown = " ".join(("'self'", *images))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src {shown}; form-action 'self'; base-uri 'none'; frame-ancestors {frame_ancestors}"
    )


def security_headers(images: tuple[str, ...] = ()) -> dict[str, str]:
    """What is set on every answer that does not set it itself."""
    return {
        "Content-Security-Policy": content_security_policy(images=images),
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }


class SecurityHeaders:
    """Adds the security headers; ``images`` are the origins whose images pages may show. A 304 leaves those that clients hold."""

    def __init__(self, app: ASGIApp, images: tuple[str, ...] = ()) -> None:
        self._app = app
        self._headers = tuple((name.lower().encode(), value.encode()) for name, value in security_headers(images).items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != HTTPStatus.NOT_MODIFIED:
                own = dict(message["headers"])
                message["headers"] = [*message["headers"], *[header for header in self._headers if header[0] not in own]]
            await send(message)

        await self._app(scope, receive, send_with_headers)


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
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Exception:
            if started:
                raise
            request = Request(scope)
            _LOGGER.exception("Erreur inattendue : %s %s", request.method, request.url.path)
            await respond(request, http_problem(500, request.url.path))(scope, receive, send)
