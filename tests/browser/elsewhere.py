"""Another origin, whose pages embed ours: a small server of its own, and a gate before our service that can be slow, broken or shut."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """A server at ``address``; ``pages`` maps paths to HTML."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def portal(page: str) -> Iterator[str]:
    """A portal whose every address shows this page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Writes nothing."""

    with _running(Handler) as address:
        yield address


@contextmanager
def gate(service: str, status: int = 0) -> Iterator[tuple[str, threading.Event]]:
    """Our service behind a gate: the component's file passes; fragments wait until the event is set, then get ``status`` if one is given."""
    opened = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_fragment = self.path.startswith("/widgets/related?")
            if is_fragment:
                opened.wait(timeout=60)
            if is_fragment and status:
                self.send_response(status)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
                return
            try:
                with urllib.request.urlopen(service + self.path, timeout=10) as answer:
                    self.send_response(answer.status)
                    for name in ("Content-Type", "Access-Control-Allow-Origin"):
                        self.send_header(name, answer.headers[name])
                    self.end_headers()
                    self.wfile.write(answer.read())
            except urllib.error.HTTPError as error:
                self.send_response(error.code)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Writes nothing."""

    with _running(Handler) as address:
        try:
            yield address, opened
        finally:
            opened.set()


@contextmanager
def _running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = Server(handler)
    try:
        yield server.address
    finally:
        server.close()
