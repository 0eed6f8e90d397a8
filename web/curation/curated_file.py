"""A file that administrators edit: checked before it is written, never overwritten unseen, every version kept."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from search.curation import FOLDER, PINS, SYNONYMS
from search.generation import replace_file
from search.in_french import system_problem
from search.pins_file import parsed_pins
from search.synonyms_file import parsed_synonyms
from search.toml_entries import digest
from web.admin.conflict import Conflict
from web.curation.versions import Version, Versions

HISTORY = "history"
BY_HAND = "Modifié hors de l’administration"
FIRST = "État de départ"


class ChangedMeanwhile(Conflict):
    """The file is not the one that was looked at."""


class CurationUnwritable(Conflict):
    """The file cannot be written where it stands."""


class CuratedFile:
    """The file ``path``; its ``checker`` raises what is wrong with a content, naming the line."""

    def __init__(self, path: Path, checker: Callable[[bytes, Path], object]) -> None:
        self.path = path
        self.checker = checker
        self.versions = Versions(path.parent / HISTORY / path.stem)

    def content(self) -> str:
        """What the file says; empty when it does not exist. What is no UTF-8 shows with marks in its place."""
        try:
            return self.path.read_bytes().decode("utf-8-sig", "replace")
        except FileNotFoundError:
            return ""

    def state(self) -> str:
        """What tells this state of the file from others."""
        return digest(self.content().encode())

    def check(self, content: str) -> None:
        """Raises what is wrong with a content."""
        self.checker(content.encode(), Path(self.path.name))

    def save(self, content: str, author: str, change: str, seen: str) -> Version:
        """Writes a content; ``seen`` is the state in which it was looked at.

        Raises what is wrong with it, ChangedMeanwhile when somebody else saved, CurationUnwritable when the disk refuses.
        """
        self.check(content)
        with self._alone():
            before, latest = self.content(), next(iter(self.versions.latest(1)), None)
            if digest(before.encode()) != seen:
                who = f" par {latest.author}" if latest and latest.author and latest.content == before else ""
                raise ChangedMeanwhile(
                    f"{self.path.name} a été modifié{who} entre-temps : rien n’a été écrit.",
                    remedy="Rechargez la page, puis refaites votre modification.",
                )
            if before and (latest is None or latest.content != before):
                self.versions.add("", BY_HAND if latest else FIRST, before)
            version = self.versions.add(author, change, content)
            replace_file(self.path, content)
        return version

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the folder for one save; what the disk refuses is told in French."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path.parent, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield
            finally:
                os.close(descriptor)
        except OSError as error:
            raise CurationUnwritable(
                f"{self.path} ne peut pas être écrit ({system_problem(error)}) : rien n’a changé.",
                remedy="Donnez ce droit au compte du service, ou libérez de la place.",
            ) from error


def curated_synonyms(portal: Path) -> CuratedFile:
    """The synonyms that administrators made."""
    return CuratedFile(portal / FOLDER / SYNONYMS, parsed_synonyms)


def curated_pins(portal: Path) -> CuratedFile:
    """The results that administrators pinned."""
    return CuratedFile(portal / FOLDER / PINS, parsed_pins)
