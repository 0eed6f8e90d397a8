"""Who connected to the service, before headers of proxies say for whom."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send


class Peer:
    """Keeps the address of the connection as ``peer``: what follows may put that of the visitor in its place."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http":
            scope["peer"] = scope.get("client")
        return self._app(scope, receive, send)
