"""Where a request is answered: on the event loop when that takes a moment, in the thread for costly ones otherwise."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

SHORT_QUERY = 200
"""Bytes of a query string up to which a request is cheap: some words, some filters."""

Made = TypeVar("Made")


class Endpoint:
    """A function as an ASGI application: what the framework puts around functions costs as much as a 304.

    ``costly`` ones always go to the thread for costly requests.
    """

    def __init__(self, function: Callable[[Request], Response], *, costly: bool = False) -> None:
        self._function = function
        self._costly = costly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = (
            await aside(request, lambda: self._function(request)) if self._costly or is_costly(scope) else self._function(request)
        )
        await response(scope, receive, send)


def one_thread() -> Executor:
    """For ``app.state.costly``: one costly request at a time, so that the loop shares the interpreter with one thread only."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="couteux")


async def aside(request: Request, make: Callable[[], Made]) -> Made:
    """What ``make`` makes, in the thread for costly requests."""
    return await asyncio.get_running_loop().run_in_executor(request.app.state.costly, make)


def is_costly(scope: Scope) -> bool:
    """Whether answering may take long: a long query, a page further on, or a page or facets of another size."""
    query: bytes = scope["query_string"]
    return len(query) > SHORT_QUERY or b"page=" in query or b"size=" in query or b"facet_values=" in query
