"""Counts every answer and, when asked to, writes a line of JSON for each: never what was searched for, nor by whom."""

import logging

import msgspec
from starlette.routing import Route
from starlette.types import Scope

from web.measures import Measures

OTHER = "other"
"""The route of what no route answers."""

ACCESS = logging.getLogger("trouvaille.access")


class Observer:
    """Takes note of each answer by the name of its route."""

    def __init__(self, measures: Measures, routes: dict[int, str]) -> None:
        self._measures = measures
        self._routes = routes

    def answered(self, request: Scope, status: int, seconds: float) -> None:
        """A request was answered."""
        route = self._routes.get(id(request.get("endpoint")), OTHER)
        self._measures.observe(route, status, seconds)
        if ACCESS.isEnabledFor(logging.INFO):
            ACCESS.info("%s", access_line(request["method"], route, status, seconds))


def names_of(routes: list[Route]) -> dict[int, str]:
    """The name of each route by the identity of its endpoint, which is what a request's scope tells of it."""
    return {id(route.endpoint): route.name for route in routes}


def access_line(method: str, route: str, status: int, seconds: float) -> str:
    """One answered request as JSON."""
    return msgspec.json.encode({"method": method, "route": route, "status": status, "ms": round(1000 * seconds, 2)}).decode()
