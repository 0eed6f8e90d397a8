"""The journal: who did what and how it ended, as lines of JSON that are only ever added.

A journal that is long enough goes on in a new file: ``journal.jsonl.1`` is the one before, and so on; the oldest are deleted.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import msgspec

DONE, FAILED, REFUSED = "fait", "échec", "refus"
"""How what somebody tried can end."""

JOURNAL = "journal.jsonl"
"""The file's name in the administration's folder."""
LARGEST = 2 * 1024 * 1024
"""Bytes from which a journal goes on in a new file."""
OLDER = 9
"""Older files that are kept beside it."""
_LONGEST = 600
"""Characters kept of a message."""
_TAIL = 512 * 1024
"""Bytes at the end of the file that are read for the last entries."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that somebody did: ``time`` in UTC; ``target`` names a generation, a job or a file; ``message`` is in French."""

    id: str
    time: str
    who: str
    action: str
    outcome: str
    message: str
    target: str = ""


class Journal:
    """The journal in the file ``path`` and the older ones beside it; any number of workers may write to it."""

    def __init__(self, path: Path, *, largest: int = LARGEST, older: int = OLDER) -> None:
        self.path = path
        self._largest = largest
        self._older = [path.with_name(f"{path.name}.{number}") for number in range(1, older + 1)]

    def record(self, who: str, action: str, message: str, *, outcome: str = DONE, target: str = "") -> Entry:
        """Adds an entry and returns it once it is on disk."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(secrets.token_hex(6), now, who, action, outcome, message[:_LONGEST], target[:_LONGEST])
        with self._locked() as descriptor:
            os.write(descriptor, msgspec.json.encode(entry) + b"\n")
            os.fsync(descriptor)
        return entry

    def latest(self, count: int) -> list[Entry]:
        """The last entries, newest first."""
        found: list[Entry] = []
        for path in (self.path, *self._older):
            found += reversed(_tail(path))
            if len(found) >= count:
                break
        return found[:count]

    def find(self, identifier: str) -> Entry | None:
        """The entry of this id when it is not long ago."""
        recent = (entry for path in (self.path, *self._older[:1]) for entry in _tail(path))
        return next((entry for entry in recent if entry.id == identifier), None)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file to add to, which no other worker adds to or puts away meanwhile."""
        while True:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if not _is_at(descriptor, self.path):  # another worker has put it away since it was opened
                    continue
                if os.fstat(descriptor).st_size >= self._largest:
                    self._put_away()
                    continue
                yield descriptor
                return
            finally:
                os.close(descriptor)

    def _put_away(self) -> None:
        """Gives each file the name of the next older one; the oldest is replaced."""
        files = [self.path, *self._older]
        for path, older in reversed(list(pairwise(files))):
            if path.exists():
                path.replace(older)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _tail(path: Path) -> list[Entry]:
    """The entries at the end of a file, oldest first."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            lines = file.read().split(b"\n")
    except FileNotFoundError:
        return []
    return [entry for line in (lines[1:] if size > _TAIL else lines) if (entry := _entry(line))]


def _entry(line: bytes) -> Entry | None:
    """What a line tells; None for one that a full disk or a power cut has cut off."""
    try:
        return msgspec.json.decode(line, type=Entry)
    except msgspec.DecodeError:
        return None
