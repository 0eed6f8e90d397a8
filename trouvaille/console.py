"""What the command line shows: progress bars and tables on a terminal, JSON lines elsewhere."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from indexer.progress import Progress as ProgressCall

_ENDLESS = 100_000
"""Columns of what is no terminal: lines and tables in files and pipes are as long as what they say."""


def _console(*, stderr: bool) -> Console:
    is_terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, width=None if is_terminal else _ENDLESS, emoji=False, highlight=False)


OUT = _console(stderr=False)
ERR = _console(stderr=True)

_SECONDS_BETWEEN_LINES = 1.0
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """Text from outside, with nothing that Rich would take for markup nor a terminal for a command."""
    return escape(_NOT_SHOWN.sub("\ufffd", text))


def print_json(value: Any) -> None:
    """One JSON object on standard output."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


@contextmanager
def progress() -> "Iterator[ProgressCall]":
    """Shows steps as they go: bars on a terminal, at most one JSON line a second and a step on standard error elsewhere."""
    if not ERR.is_terminal:
        yield _JsonLines()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("reste"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._paces: dict[str, Pace] = {}

    def __call__(self, step: str, done: int, total: int = 0) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step.capitalize(), total=None, rate="")
            self._paces[step] = Pace()
        rate = self._paces[step].rate(done)
        self._bars.update(self._tasks[step], completed=done, total=total or None, rate=f"{rate:,.0f}/s" if rate else "")


class _JsonLines:
    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._paces: dict[str, Pace] = {}

    def __call__(self, step: str, done: int, total: int = 0) -> None:
        now = time.monotonic()
        pace = self._paces.setdefault(step, Pace())
        if now - self._last.get(step, -_SECONDS_BETWEEN_LINES) >= _SECONDS_BETWEEN_LINES:
            self._last[step] = now
            rate = pace.rate(done)
            line: dict[str, object] = {"step": step, "done": done}
            if total:
                line["total"] = total
            if rate:
                line["rate"] = round(rate, 1)
            if rate and total > done:
                line["seconds_left"] = round((total - done) / rate)
            sys.stderr.write(msgspec.json.encode(line).decode() + "\n")


class Pace:
    """How many items a second, since the first that was told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start: tuple[float, int] | None = None

    def rate(self, done: int) -> float:
        """Items a second, or 0 while that is not known."""
        now = self._clock()
        if self._start is None:
            self._start = (now, done)
        seconds, items = now - self._start[0], done - self._start[1]
        return items / seconds if seconds > 0 else 0.0
