"""A throw-away MariaDB server: its own folder, a socket and no network port; stopped and forgotten after use."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REMEDY = "MariaDB's server is absent: apt install mariadb-server"
_OPTIONS = ("--no-defaults", "--skip-networking", "--skip-grant-tables", "--sql-mode=", "--innodb-flush-log-at-trx-commit=0")
_SECONDS_TO_START = 60


def is_installed() -> bool:
    """Whether the programs of a server are there."""
    return bool(_program("mariadbd") and _program("mariadb-install-db"))


@contextmanager
def running_server() -> Iterator[str]:
    """The socket of a server that runs as long as the block."""
    with tempfile.TemporaryDirectory(prefix="mariadb-") as name:
        folder = Path(name)
        data, socket = folder / "data", folder / "s.sock"
        make = [
            _program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            *_user(),
        ]
        subprocess.run(make, check=True, capture_output=True, timeout=120)
        command = [
            _program("mariadbd"),
            *_OPTIONS,
            f"--datadir={data}",
            f"--socket={socket}",
            f"--pid-file={folder / 'pid'}",
            *_user(),
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
            try:
                _wait_for(socket, server, folder / "log")
                yield str(socket)
            finally:
                server.terminate()
                try:
                    server.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _wait_for(socket: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + _SECONDS_TO_START
    while not socket.exists():
        if server.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"MariaDB did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.1)


def _program(name: str) -> str:
    return shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin:/usr/local/sbin") or ""


def _user() -> list[str]:
    """Root may not run a server without saying so."""
    return ["--user=root"] if Path.home() == Path("/root") else []
