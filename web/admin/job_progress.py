"""What a job has written so far: how far each step is, and what else it said."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from web import french

LOG_LINES = 300
"""Lines of what a job said that are shown: the last ones."""
_READ = 4 << 20
"""Bytes read of what a job said; one that says more is shown from its end."""


class Step(msgspec.Struct, frozen=True):
    """A line of progress: items done, of how many (0: not known), how many a second, and seconds left."""

    step: str
    done: int = 0
    total: int = 0
    rate: float = 0.0
    seconds_left: int = 0

    @property
    def detail(self) -> str:
        """How far the step is, in words."""
        parts = [french.number(self.done) + (f" sur {french.number(self.total)}" if self.total else "")]
        if self.rate >= 1:
            parts.append(f"{french.number(round(self.rate))} par seconde")
        if self.seconds_left:
            parts.append(f"encore {french.age(self.seconds_left)}")
        return " · ".join(parts)

    @property
    def name(self) -> str:
        return self.step[:1].upper() + self.step[1:]


@dataclass(frozen=True, slots=True)
class Progress:
    """``steps`` in the order in which they began, each as it was last told; ``log`` is what was said besides."""

    steps: tuple[Step, ...]
    log: tuple[str, ...]

    @property
    def current(self) -> str:
        """The name of the step that is at work."""
        return self.steps[-1].name if self.steps else ""


def read_progress(err: Path) -> Progress:
    """What the standard error of a command tells, also while it is being written."""
    steps: dict[str, Step] = {}
    log: list[str] = []
    for line in _lines(err):
        if step := _step(line):
            steps[step.step] = step
        elif text := line.decode("utf-8", "replace").rstrip():
            log.append(text)
    return Progress(tuple(steps.values()), tuple(log[-LOG_LINES:]))


def troubles(said: bytes) -> str:
    """What a command said on standard error but for its progress, as one line."""
    lines = (line.decode("utf-8", "replace").strip() for line in said.splitlines() if _step(line) is None)
    return " ".join(line.removeprefix("Erreur : ") for line in lines if line)


def _lines(path: Path) -> list[bytes]:
    """Whole lines; one that is not finished yet comes next time."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _READ))
            content = file.read()
    except FileNotFoundError:
        return []
    lines = content.split(b"\n")
    return lines if content.endswith(b"\n") or not lines[-1].startswith(b"{") else lines[:-1]


def _step(line: bytes) -> Step | None:
    if not line.startswith(b"{"):
        return None
    try:
        return msgspec.json.decode(line, type=Step)
    except msgspec.DecodeError:
        return None
