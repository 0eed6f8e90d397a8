"""``trouvaille update --watch``: an update whenever files change, and of remote sources on a schedule.

Each round is a process of its own: what it took of memory comes back, and nothing that happens to it ends the watch.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from indexer.publish import tidy
from indexer.sources import named_sources
from indexer.sources.followed import Looks, local_path, looks_of
from search.errors import BuildLocked, TrouvailleError
from trouvaille.checking import LOCKED, REFUSED
from trouvaille.console import print_json
from trouvaille.opening import require_known

POLL = 0.5
SPARING = 20
"""Looking at the files takes at most one ``SPARING``-th of the time."""

FIRST_RETRY = 10.0
GRACE = 20.0
"""Seconds that a round has to end once the watch is told to stop."""

Spec = str | Mapping[str, Any]


@dataclass(slots=True)
class _Followed:
    """A source by its place: ``done`` is what its files looked like when last read, ``seen`` what they do since ``since``."""

    place: int
    path: Path | None
    due_at: float = 0.0
    failures: int = 0
    done: Looks | None = None
    seen: Looks | None = None
    since: float = 0.0

    def look(self, now: float) -> None:
        if self.path is not None and (looks := looks_of(self.path)) != self.seen:
            self.seen, self.since = looks, now

    def is_due(self, now: float, settled: float) -> bool:
        """Once its files have changed and stayed so for ``settled`` seconds; else when its time has come, after a failure too."""
        is_changed = self.path is not None and self.seen != self.done
        return (is_changed and now - self.since >= settled) or now >= self.due_at


@dataclass(frozen=True, slots=True)
class Round:
    """How an update of the watch ended, as one JSON line; ``retry_in`` in seconds."""

    time: str
    sources: Sequence[str]
    outcome: str
    seconds: float
    generation: str = ""
    changes: Mapping[str, int] | None = None
    failures: Mapping[str, str] | None = None
    error: str = ""
    retry_in: float | None = None


class Watch:
    """Follows sources until it is told to stop. ``command`` gives the command line of an update of sources by their names.

    Remote sources are read every ``every`` seconds, files once they have not changed for ``settled`` seconds. ``only`` are the
    names of the sources that are followed, all without any; raises SourceUnreadable for one that no source has.
    """

    def __init__(
        self,
        specs: Sequence[Spec],
        portal: Path,
        command: Callable[[Sequence[str]], list[str]],
        every: float,
        settled: float,
        only: Sequence[str] = (),
    ) -> None:
        self._specs = specs
        self._only = frozenset(only)
        places = _places_of(specs, only) if only else range(len(specs))
        self._followed = [_Followed(place, local_path(specs[place])) for place in places]
        self._portal = portal
        self._command = command
        self._every = every
        self._settled = settled
        self._stopped = threading.Event()
        self._running: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Returns once SIGTERM or SIGINT came and the round that it met has ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopped.is_set():
            start = time.monotonic()
            for one in self._followed:
                one.look(start)
            spent = time.monotonic() - start
            if due := [one for one in self._followed if one.is_due(start, self._settled)]:
                self._update(due)
            self._stopped.wait(max(POLL, SPARING * spent))

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopped.set()
        if self._running is not None:
            self._running.terminate()

    def _update(self, due: Sequence[_Followed]) -> None:
        """One round: whatever goes wrong in it is told, and tried again later."""
        start = time.monotonic()
        for one in due:
            one.done = one.seen
        names: list[str] = []
        try:
            of_spec = named_sources(self._specs)
            names = [name for one in due for name in of_spec[one.place] if not self._only or name in self._only]
            require_known(self._only if not names else (), names)  # without a name, all sources would be read
            ended = self._ended(names)
        except (TrouvailleError, OSError) as error:
            ended = {"outcome": "failed", "error": str(error)}
        failed = ended["outcome"] in ("failed", "refused", "locked", "partial")
        for one in due:
            one.failures = one.failures + 1 if failed else 0
        wait = min(self._every, FIRST_RETRY * 2.0 ** (max(one.failures for one in due) - 1)) if failed else None
        for one in due:
            later = self._every if one.path is None else float("inf")
            one.due_at = time.monotonic() + (later if wait is None else wait)
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        print_json(Round(moment, names, seconds=round(time.monotonic() - start, 3), retry_in=wait, **ended))
        sys.stdout.flush()

    def _ended(self, names: Sequence[str]) -> dict[str, Any]:
        """Updates these sources in a process of their own, which is told to stop with the watch; how it ended."""
        with subprocess.Popen(  # noqa: S603 - this very program
            self._command(names), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        ) as running:
            self._running = running
            if self._stopped.is_set():
                running.terminate()
            out, err = self._outputs(running)
            self._running = None
        if self._stopped.is_set() and running.returncode:
            with suppress(BuildLocked):  # who holds the lock tidies by itself
                tidy(self._portal)
            return {"outcome": "stopped"}
        return _told(running.returncode, out, err)

    def _outputs(self, running: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
        told_at: float | None = None
        while True:
            with suppress(subprocess.TimeoutExpired):
                return running.communicate(timeout=POLL)
            if self._stopped.is_set():
                told_at = told_at or time.monotonic()
                if time.monotonic() - told_at > GRACE:
                    running.kill()


def _places_of(specs: Sequence[Spec], only: Sequence[str]) -> list[int]:
    """The places of the specifications that stand for these sources; raises SourceUnreadable."""
    of_spec = named_sources(specs)
    require_known(only, [name for own in of_spec for name in own])
    return [place for place, own in enumerate(of_spec) if not {*only}.isdisjoint(own)]


def _told(code: int, out: bytes, err: bytes) -> dict[str, Any]:
    """What a process told of its update: its JSON, or the error in one line."""
    if code in (0, 2) and out:
        report = msgspec.json.decode(out)
        changes = report["changes"]
        outcome = (
            "partial" if code else "published" if any(changes[name] for name in ("added", "changed", "deleted")) else "unchanged"
        )
        return {"outcome": outcome, "generation": report["generation"], "changes": changes, "failures": report["failures"]}
    lines = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip() and not line.startswith('{"step"')]
    outcome = {REFUSED: "refused", LOCKED: "locked"}.get(code, "failed")
    return {"outcome": outcome, "error": " ".join(lines[-3:]) or f"Le processus s’est arrêté (code {code})."}
