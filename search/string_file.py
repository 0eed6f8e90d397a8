"""A table of strings of which few are read, and each by itself: from its file, which is never mapped (see ``file_bytes``)."""

from pathlib import Path

import numpy as np

from search.file_bytes import FileBytes
from search.string_table import StringTable, damaged_strings, file_of


class StringFile:
    """What ``StringTable.save`` wrote to ``stem``."""

    def __init__(self, stem: Path) -> None:
        starts, _ = StringTable.load(stem).arrays()
        data = np.load(file_of(stem, "bytes"), mmap_mode="r", allow_pickle=False)
        self._start_of = memoryview(starts)  # type: ignore[arg-type]  # its numbers are read faster
        self._bytes = FileBytes(file_of(stem, "bytes"), data.offset, data.nbytes)

    def encoded(self, index: int) -> bytes:
        """The bytes of a string."""
        try:
            return self._bytes[self._start_of[index] : self._start_of[index + 1]]
        except IndexError as error:
            raise damaged_strings(error) from error
