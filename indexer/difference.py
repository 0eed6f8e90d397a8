"""What one generation holds that another does not: by the hashes of their documents."""

from contextlib import closing
from pathlib import Path

import msgspec

from indexer.contents import Contents
from indexer.finishing import CONTENTS
from search.errors import IndexIncompatible
from search.index import Index

SHOWN = 20
"""Documents of each sort that are named; all of them are counted."""


class Named(msgspec.Struct, frozen=True):
    """A document by its id, with its title and its source."""

    id: str
    title: str
    source: str


class Group(msgspec.Struct, frozen=True):
    """Documents of one sort: how many, and the first of them by id."""

    count: int
    first: tuple[Named, ...]


class Difference(msgspec.Struct, frozen=True):
    """From a generation to another: what is new, what is not the same any more, what is gone, and how many stay as they are."""

    added: Group
    changed: Group
    deleted: Group
    unchanged: int


def difference(before: Path | None, after: Path) -> Difference | None:
    """The difference of two generations' folders; None when one of them does not tell what it was made of. All is new without
    a ``before``.
    """
    try:
        new, old = _digests(after), _digests(before) if before else {}
    except IndexIncompatible:
        return None
    changed = {one for one in new.keys() & old.keys() if new[one] != old[one]}
    deleted = _named(before, old.keys() - new.keys()) if before else Group(0, ())
    kept = len(new.keys() & old.keys()) - len(changed)
    return Difference(_named(after, new.keys() - old.keys()), _named(after, changed), deleted, kept)


def _digests(folder: Path) -> dict[str, bytes]:
    return Contents.load(folder / CONTENTS).digests_by_id()


def _named(folder: Path, ids: set[str]) -> Group:
    first = sorted(ids)[:SHOWN]
    if not first:
        return Group(0, ())
    contents = Contents.load(folder / CONTENTS)
    with closing(Index.open(folder)) as index:
        return Group(len(ids), tuple(Named(one, index.item(one).title, contents.source_of(one)) for one in first))
