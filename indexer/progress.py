"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called with the name of a step, in French, how many items it has done so far, and of how many where that is known."""

    def __call__(self, step: str, done: int, total: int = 0) -> None: ...


def silent(step: str, done: int, total: int = 0) -> None:
    """Shows nothing."""
