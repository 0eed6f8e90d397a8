"""A real HTTP server on the loopback address that does what bad servers do: each path is one misbehaviour."""

import gzip
import http.server
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

PAGE = "<html><head><title>Le marché</title></head><body><p>Bonjour.</p></body></html>".encode()
DRIPS = 200


class BadServer(http.server.ThreadingHTTPServer):
    """Counts the requests of each path, serves what tests add to ``pages`` (a path with its type and body), fails at paths in ``failing``
    and forbids those in ``refusing``."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.headers_of: dict[str, dict[str, str]] = {}
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.failing: set[str] = set()
        self.refusing: set[str] = set()
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients leave in the middle of what is sent here: that is the point."""


@contextmanager
def bad_server() -> Iterator[BadServer]:
    server = BadServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: BadServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.close_connection = True
        self.server.asked[parts.path] += 1
        self.server.headers_of[parts.path] = {name.lower(): value for name, value in self.headers.items()}
        if parts.path in self.server.failing:
            self.do_broken()
            return
        if parts.path in self.server.refusing:
            self.do_refused()
            return
        if page := self.server.pages.get(unquote(self.path)) or self.server.pages.get(unquote(parts.path)):
            self._send(200, page[1], {"Content-Type": page[0]})
            return
        behaviour: Callable[[], None] | None = getattr(self, f"do_{parts.path.strip('/')}", None)
        if behaviour is None:
            self._send(404, b"absent")
        else:
            behaviour()

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (
            {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | (headers or {})
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_ok(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self._send(304, b"", {"ETag": '"v1"'})
        else:
            self._send(200, PAGE, {"ETag": '"v1"'})

    def do_gzipped(self) -> None:
        self._send(200, gzip.compress(PAGE), {"Content-Encoding": "gzip"})

    def do_slow(self) -> None:
        """A byte now and then, for far longer than anybody should wait."""
        self.send_response(200)
        self.send_header("Content-Length", str(DRIPS))
        self.end_headers()
        self._drip(b"x")

    def do_slow_unmeasured(self) -> None:
        """The same without saying how much there is: the end of the connection is the end of the page."""
        self.send_response(200)
        self.end_headers()
        self._drip(b"x")

    def do_slow_headers(self) -> None:
        self._drip(b"H")

    def _drip(self, byte: bytes) -> None:
        for _ in range(DRIPS):
            if self.server.closing.wait(0.05):
                return
            self.wfile.write(byte)
            self.wfile.flush()

    def do_silent(self) -> None:
        self.server.closing.wait(10)

    def do_reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def do_broken(self) -> None:
        self._send(500, b"panne")

    def do_unreached(self) -> None:
        """A proxy whose server does not answer."""
        self._send(522, b"panne")

    def do_refused(self) -> None:
        self._send(403, b"interdit")

    def do_flaky(self) -> None:
        """Fails twice, then works."""
        self._send(*((503, b"patience", {"Retry-After": "7"}) if self.server.asked["/flaky"] < 3 else (200, PAGE)))

    def do_short(self) -> None:
        """Promises more than it gives."""
        self._send(200, PAGE, {"Content-Length": str(len(PAGE) + 1000)})

    def do_long(self) -> None:
        """Gives more than it promised."""
        self._send(200, PAGE + b"<p>encore</p>" * 1000, {"Content-Length": str(len(PAGE))})

    def do_endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        block = b"x" * 65536
        until = time.monotonic() + 20
        while not self.server.closing.is_set() and time.monotonic() < until:
            self.wfile.write(b"10000\r\n" + block + b"\r\n")

    def do_cut_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"400\r\nbonjour")

    def do_bomb(self) -> None:
        """Two gigabytes of zeros in two megabytes."""
        deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Connection", "close")
        self.end_headers()
        block = b"\0" * (16 << 20)
        for _ in range(128):
            self.wfile.write(deflate.compress(block))
        self.wfile.write(deflate.flush())

    def do_cut_gzip(self) -> None:
        """Half of what was compressed, without saying how much there is."""
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(PAGE)[: len(PAGE) // 2])

    def do_members(self) -> None:
        """A page compressed in two members, the second of which is padded with zeros."""
        half = len(PAGE) // 2
        body = gzip.compress(PAGE[:half]) + gzip.compress(PAGE[half:]) + b"\0" * 512
        self._send(200, body, {"Content-Encoding": "gzip"})

    def do_cut_member(self) -> None:
        """The second member is cut."""
        self._send(200, gzip.compress(PAGE) + gzip.compress(PAGE)[:30], {"Content-Encoding": "gzip"})

    def do_not_gzip(self) -> None:
        self._send(200, PAGE, {"Content-Encoding": "gzip"})

    def do_garbage(self) -> None:
        self.wfile.write(b"\x00\xff\xfe rien de tel\r\n\r\n")

    def do_loop(self) -> None:
        self._send(302, b"", {"Location": "/pool"})

    def do_pool(self) -> None:
        self._send(302, b"", {"Location": "/loop"})

    def do_further(self) -> None:
        step = int(parse_qs(urlsplit(self.path).query).get("n", ["0"])[0])
        self._send(302, b"", {"Location": f"/further?n={step + 1}"})

    def do_elsewhere(self) -> None:
        self._send(302, b"", {"Location": parse_qs(urlsplit(self.path).query)["to"][0]})

    def do_unescaped(self) -> None:
        """Leads to an address written in raw UTF-8, or in raw Latin-1 when asked."""
        charset = "latin-1" if urlsplit(self.path).query else "utf-8"
        self._send(302, b"", {"Location": "/été".encode(charset).decode("latin-1")})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is BaseHTTPRequestHandler's
        """Says nothing."""
