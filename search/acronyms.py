"""The acronyms that a portal's texts explain, mined by ``indexer.acronyms``, each with its evidence.

The sure ones are applied to queries, both ways. The others are proposals: an administrator copies those that are right into
``synonyms.toml``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from search.analysis import fold
from search.errors import IndexCorrupt
from search.synonyms import Rule, both_ways

FILE = "acronyms.json"


class Acronym(msgspec.Struct, frozen=True):
    """An acronym with a full name: the documents that explain it so, the id of the first of them, and whether it is sure."""

    acronym: str
    name: str
    documents: int
    document: str
    is_sure: bool = False

    def applies(self, ignored: frozenset[str]) -> bool:
        """Whether queries are read with it; ``ignored`` are the folded acronyms that an administrator refused."""
        return self.is_sure and fold(self.acronym) not in ignored


def read_acronyms(folder: Path) -> list[Acronym]:
    """The acronyms of a generation's ``language`` folder; raises IndexCorrupt."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=list[Acronym])
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise IndexCorrupt(f"Les sigles de {folder.parent.name} sont illisibles : {error}.") from error


def write_acronyms(acronyms: Iterable[Acronym], folder: Path) -> None:
    """Writes what ``read_acronyms`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(list(acronyms)), indent=1))


def sure_rules(acronyms: Iterable[Acronym], ignored: frozenset[str] = frozenset()) -> Iterator[Rule]:
    """Acronym and name stand for each other, when that is sure and the folded acronym is not ignored."""
    for one in acronyms:
        if one.applies(ignored):
            yield from both_ways((one.acronym, one.name))
