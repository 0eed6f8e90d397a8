"""Counts that all workers of a service share through small mapped files.

Each worker writes its own file, so that none waits for another; who reads them adds up. Counts of a worker that ended stay.
"""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path


class SharedCounts:
    """``size`` numbers. With a ``folder``, those of all processes that count there in files of one ``suffix``; else this one's.

    ``own`` are the numbers of this process, float64 (size,): what it counts is added there.
    """

    def __init__(self, size: int, folder: Path | None, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self._mapped = mmap.mmap(-1, 8 * size) if folder is None else _mapped(folder / f"{os.getpid()}{suffix}", 8 * size)
        self.own = memoryview(self._mapped).cast("d")

    def totals(self) -> list[float]:
        """The sums over all processes, in order."""
        parts = [self.own.tolist()] if self._folder is None else list(_read(self._folder, self._suffix, len(self.own)))
        return [sum(values) for values in zip(*parts, strict=True)]


def _mapped(path: Path, size: int) -> mmap.mmap:
    with path.open("a+b") as file:
        file.truncate(size)
        return mmap.mmap(file.fileno(), size)


def _read(folder: Path, suffix: str, length: int) -> Iterator[list[float]]:
    for path in sorted(folder.glob(f"*{suffix}")):
        content = path.read_bytes()
        if len(content) == 8 * length:
            yield [float(value) for value in memoryview(content).cast("d")]
