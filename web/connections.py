"""Connections as the service wants them: what is written leaves at once."""

import asyncio
import socket
from contextlib import suppress

from uvicorn.protocols.http.auto import AutoHTTPProtocol

_INTERNET = (socket.AF_INET, socket.AF_INET6)


class PromptConnection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's HTTP, without waiting to fill packets.

    An answer is written in two pieces. Where several workers share a socket, asyncio does not know it for one of TCP and leaves the
    kernel to hold the second piece until the client has confirmed the first, which takes clients 40 ms.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        if connection.family in _INTERNET:
            with suppress(OSError):  # of a client that is gone
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
