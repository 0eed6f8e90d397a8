"""Memory of a process and of those it started, as the kernel accounts for it."""

import re
import threading
from pathlib import Path
from types import TracebackType

_EVERY = 0.1
_VALUE = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)


def resident(pid: int | str = "self") -> float:
    """Resident memory of one process in MiB, mapped files included."""
    return _kib(Path(f"/proc/{pid}/status"), "VmRSS") / 1024


def resident_anonymous(pid: int | str = "self") -> float:
    """Resident memory of one process in MiB without the mapped files, which the kernel may drop at any time."""
    return _kib(Path(f"/proc/{pid}/status"), "RssAnon") / 1024


def proportional(pid: int) -> float:
    """Memory of a process and its descendants in MiB; a page that several of them share counts once."""
    return sum(_kib(Path(f"/proc/{member}/smaps_rollup"), "Pss") for member in members(pid)) / 1024


class Peak:
    """Watches a process and its descendants while the block runs; ``mib`` is the most they held."""

    def __init__(self, pid: int) -> None:
        self.mib = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self.mib = max(self.mib, proportional(self._pid))


def members(pid: int) -> list[int]:
    """A process and its descendants."""
    family = [pid]
    for member in family:
        try:
            tasks = list(Path(f"/proc/{member}/task").iterdir())
            family += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it has just ended
            continue
    return family


def _kib(path: Path, name: str) -> int:
    try:
        return int(dict(_VALUE.findall(path.read_text())).get(name, 0))
    except OSError:  # it has just ended
        return 0
