"""Loads a server with wrk, which asks from C: a client in Python would be slower than the server it measures."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec

CONNECTIONS = 8
_SCRIPT = Path(__file__).with_name("requests.lua")


class Load(msgspec.Struct):
    """What wrk saw; ``p50`` and ``p99`` are milliseconds with ``CONNECTIONS`` requests under way at a time."""

    requests: int
    seconds: float
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds


def require_wrk() -> None:
    """Ends the program, with the remedy, when wrk is missing."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed. Install it: apt install wrk")


def written_requests(paths: Iterable[tuple[str, str]], file: Path) -> Path:
    """Writes the requests for ``load``: pairs of a path and the ETag to send with it, or nothing."""
    file.write_text("".join(f"{path}\t{tag}\n" for path, tag in paths), "utf-8")
    return file


def load(address: str, requests: Path, seconds: int) -> Load:
    """Asks the requests in turn for some seconds; ends the program when an answer is an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(_SCRIPT), address, "--", str(requests)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seen = msgspec.json.decode(answer.rstrip().rpartition("\n")[2], type=Load)
    if seen.refused or seen.broken:
        raise SystemExit(f"{requests.stem}: {seen.refused} answers were errors, {seen.broken} connections broke.")
    return seen
