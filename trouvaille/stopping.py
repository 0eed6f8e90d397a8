"""A build that is told to stop ends as one that fails: it leaves nothing behind."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 143
"""Exit code, as of a program that ``SIGTERM`` ended."""


class Stopped(SystemExit):
    """Somebody asked to stop. No source takes it for a failure of its own."""


@contextmanager
def stopped_cleanly() -> Iterator[None]:
    """Within it, ``SIGTERM`` unwinds what has begun: the lock tells how it ended, and the folder it was built in goes."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: what cleans up is not cut off
    raise Stopped(STOPPED)
