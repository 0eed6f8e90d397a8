"""What the command line shows: progress bars and tables on a terminal, JSON lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from indexer.build import Progress as ProgressCall

OUT = Console(emoji=False, highlight=False)
ERR = Console(stderr=True, emoji=False, highlight=False)

_SECONDS_BETWEEN_LINES = 1.0


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
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=ERR) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step.capitalize(), total=None)
        self._bars.update(self._tasks[step], completed=done)


class _JsonLines:
    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def __call__(self, step: str, done: int) -> None:
        now = time.monotonic()
        if now - self._last.get(step, -_SECONDS_BETWEEN_LINES) >= _SECONDS_BETWEEN_LINES:
            self._last[step] = now
            sys.stderr.write(msgspec.json.encode({"step": step, "done": done}).decode() + "\n")
