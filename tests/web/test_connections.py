"""Workers that share a socket write each piece of an answer at once."""

import asyncio
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from web.connections import PromptConnection

WAITING: list[bool] = []
"""Of each connection, whether the kernel waits to fill packets."""


class _Watched(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        WAITING.append(not transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


class _Plain(_Watched, AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    pass


class _Prompt(_Watched, PromptConnection):
    pass


@contextmanager
def serving(connection: type[asyncio.Protocol]) -> Iterator[str]:
    """The address of a server on a socket made as for several workers."""
    app = Starlette(routes=[Route("/", hello)])
    config = uvicorn.Config(app, port=0, http=connection, log_level="error")
    with config.bind_socket() as shared:
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([shared],))
        thread.start()
        try:
            while not server.started and thread.is_alive():
                thread.join(0.01)
            yield f"http://127.0.0.1:{shared.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(20)


def hello(_: Request) -> PlainTextResponse:
    return PlainTextResponse("bonjour")


def waiting(connection: type[asyncio.Protocol]) -> bool:
    """Whether the kernel waits to fill packets on a connection to such a server."""
    WAITING.clear()
    with serving(connection) as address, urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.read() == b"bonjour"
    (is_waiting,) = WAITING
    return is_waiting


def test_what_is_written_to_a_connection_leaves_at_once_where_workers_share_a_socket() -> None:
    assert not waiting(_Prompt)


def test_without_ours_the_kernel_would_wait() -> None:
    assert waiting(_Plain)
