"""The history of a file: what each save wrote, with its date and author. Versions are only ever added."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from search.generation import replace_file


class Version(msgspec.Struct, frozen=True):
    """One state of the file: ``saved`` in UTC; ``author`` is empty for a change that was not made in the browser."""

    number: int
    saved: str
    author: str
    change: str
    content: str


class Versions:
    """The versions in ``folder``: ``1.json``, ``2.json`` … Whoever adds one holds the file's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def numbers(self) -> list[int]:
        """The numbers of all versions, newest first."""
        return sorted((int(path.stem) for path in self._folder.glob("*.json") if path.stem.isdecimal()), reverse=True)

    def get(self, number: int) -> Version | None:
        """A version; None when there is none of this number."""
        try:
            return msgspec.json.decode((self._folder / f"{number}.json").read_bytes(), type=Version)
        except FileNotFoundError:
            return None

    def latest(self, count: int) -> list[Version]:
        """The last versions, newest first."""
        return [version for number in self.numbers()[:count] if (version := self.get(number))]

    def add(self, author: str, change: str, content: str) -> Version:
        """Adds what a save is about to write."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = max(self.numbers(), default=0) + 1
        version = Version(number, datetime.now(UTC).isoformat(timespec="seconds"), author, change, content)
        replace_file(self._folder / f"{number}.json", msgspec.json.format(msgspec.json.encode(version), indent=1).decode())
        return version
