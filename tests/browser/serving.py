"""Serves a data folder by the command line, on a port of its own, as long as it is needed."""

import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds that a service may take to start."""


@contextmanager
def serving(data: Path, *options: str, folder: Path = ROOT) -> Iterator[str]:
    """The address of the service, without a slash at its end; ``folder`` is where its settings are looked for."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "trouvaille", "serve", "--data", str(data), "--port", str(port), *options]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/ready", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.URLError:
            threading.Event().wait(0.05)
        else:
            return
    raise AssertionError("the service does not start: what it said is above")
