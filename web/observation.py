"""Counts every answer and, when asked to, writes a line of JSON for each: never what was searched for, nor by whom."""

import logging
from time import perf_counter

import msgspec
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.measures import Measures

OTHER = "other"
"""The route of what no route answers."""

ACCESS = logging.getLogger("trouvaille.access")


class Observation:
    """Measures each request from its arrival to the last byte of its answer."""

    def __init__(self, app: ASGIApp, measures: Measures, routes: dict[int, str]) -> None:
        self._app = app
        self._measures = measures
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = perf_counter()
        status = 500

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        finally:
            seconds = perf_counter() - start
            route = self._routes.get(id(scope.get("endpoint")), OTHER)
            self._measures.observe(route, status, seconds)
            if ACCESS.isEnabledFor(logging.INFO):
                ACCESS.info("%s", access_line(scope["method"], route, status, seconds))


def names_of(routes: list[Route]) -> dict[int, str]:
    """The name of each route by the identity of its endpoint, which is what a request's scope tells of it."""
    return {id(route.endpoint): route.name for route in routes}


def access_line(method: str, route: str, status: int, seconds: float) -> str:
    """One answered request as JSON."""
    return msgspec.json.encode({"method": method, "route": route, "status": status, "ms": round(1000 * seconds, 2)}).decode()
