"""uvicorn in a process of its own, with its defaults but for the log: one worker, or more with our connections."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_ROOT = Path(__file__).parents[1]
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at ``address``."""

    address: str
    pid: int


@contextmanager
def serving(application: str, ready: str, settings: Mapping[str, str] | None = None, workers: int = 1) -> Iterator[Server]:
    """Serves an application factory until the block ends; ``ready`` is a path that answers once it is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--factory", "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(workers), "--http", "web.connections:PromptConnection"] if workers > 1 else []
    process = subprocess.Popen(command, cwd=_ROOT, env={**os.environ, **(settings or {})})
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(server, ready, process)
        yield server
    finally:
        process.terminate()
        process.wait()


def ask(server: Server, path: str) -> tuple[bytes, str]:
    """The body of an answer and its ETag."""
    with urlopen(Request(server.address + path)) as answer:  # noqa: S310
        return answer.read(), answer.headers.get("ETag", "")


def _wait(server: Server, ready: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            ask(server, ready)
        except HTTPError as error:
            raise SystemExit(f"The server answers {error.code} to {ready}.") from error
        except URLError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("The server does not start (its message is above).") from error
            time.sleep(0.05)
        else:
            return
