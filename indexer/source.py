"""Where records come from."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an administrator should know about a record that is read all the same."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a source, with the place where an administrator finds it ("fichier.csv, ligne 12")."""

    where: str
    values: dict[str, Any]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be read: ``code`` groups the reasons, ``message`` says it in French.

    ``id`` is the record's own where that is known. ``for_now``: it is there, and what it gave before stands for it.
    ``hides_others``: records may stand behind this one that are not given this time, so that none given before counts as deleted,
    or none whose id begins with one of ``behind`` where that is known.
    """

    where: str
    code: str
    message: str
    id: str = ""
    for_now: bool = False
    hides_others: bool = False
    behind: tuple[str, ...] = ()


def source_name(path: Path) -> str:
    """The name of a file or folder as text, whatever bytes it is made of."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


class Source(Protocol):
    """Something that yields records: whatever it reads, each record comes out exactly once, readable or not."""

    name: str
    repeats_itself: bool
    """Whether its texts carry what the site repeats on every page, to be taken out."""

    def expected(self) -> int | None:
        """About how many records there will be, for progress; None when only reading would tell."""

    def records(self) -> Iterator[Record | Unreadable]:
        """The records; raises SourceUnreadable when the source cannot be read at all."""
