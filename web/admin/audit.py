"""The journal: who did what and how it ended, as lines of JSON that are only ever added."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import msgspec

DONE, FAILED, REFUSED = "fait", "échec", "refus"
"""How what somebody tried can end."""

JOURNAL = "journal.jsonl"
"""The file's name in the administration's folder."""
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
    """The journal in the file ``path``; any number of workers may write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, who: str, action: str, message: str, *, outcome: str = DONE, target: str = "") -> Entry:
        """Adds an entry and returns it once it is on disk."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(secrets.token_hex(6), now, who, action, outcome, message[:_LONGEST], target[:_LONGEST])
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, msgspec.json.encode(entry) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return entry

    def latest(self, count: int) -> list[Entry]:
        """The last entries, newest first."""
        return self._tail()[: -count - 1 : -1]

    def find(self, identifier: str) -> Entry | None:
        """The entry of this id when it is not long ago."""
        return next((entry for entry in self._tail() if entry.id == identifier), None)

    def _tail(self) -> list[Entry]:
        try:
            with self.path.open("rb") as file:
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
