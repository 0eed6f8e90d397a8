"""What a source looks like from outside: a change of its files shows without reading them.

Files are polled by their size and time: the same on every file system, network ones and those of containers too, where
notifications of the kernel do not arrive.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from indexer.sources import KINDS

Looks = tuple[tuple[str, int, int, int], ...]
"""Path, inode, size and time of change of each file."""

_BESIDE = ("-wal", "-journal")
"""Ends of the names of the files in which SQLite keeps its latest changes."""


def local_path(spec: str | Mapping[str, Any]) -> Path | None:
    """The file or folder that a source reads; None for one that is reached over the network."""
    location = str(spec.get("location", "")) if not isinstance(spec, str) else spec
    scheme, _, rest = location.partition(":")
    if isinstance(spec, str) and rest and scheme in KINDS:
        location = rest
    return None if "://" in location else Path(location)


def looks_of(path: Path) -> Looks:
    """What a file or all files below a folder look like; what cannot be looked at is left out."""
    if path.is_dir():
        files = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
    else:
        files = (path.with_name(path.name + end) for end in ("", *_BESIDE))
    return tuple(sorted(_looks(files)))


def _looks(files: Iterator[Path]) -> Iterator[tuple[str, int, int, int]]:
    for file in files:
        with suppress(OSError):
            found = file.stat()
            yield str(file), found.st_ino, found.st_size, found.st_mtime_ns
