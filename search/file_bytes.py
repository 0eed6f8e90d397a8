"""The bytes of a file that are read when they are asked for, and never mapped.

The kernel counts what is mapped as the process's memory once it was read, with all that stands around it. Documents are read
here and there, a few of them at a time: they cost no more this way, and leave nothing behind.
"""

import os
import weakref
from pathlib import Path

from search.errors import IndexCorrupt


class FileBytes:
    """``size`` bytes of a file from ``offset`` on; a slice of it is ``bytes``. The file stays open as long as this is used."""

    def __init__(self, path: Path, offset: int, size: int) -> None:
        self._name = path.name
        self._offset = offset
        self._size = size
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, span: slice) -> bytes:
        start, stop, _ = span.indices(self._size)
        if stop < start:
            raise IndexCorrupt(f"Le fichier d’index {self._name} est endommagé.")
        read = os.pread(self._file, stop - start, self._offset + start)
        if len(read) < stop - start:
            raise IndexCorrupt(f"Le fichier d’index {self._name} est tronqué.")
        return read
