"""What one generation holds that another does not: by the hashes of their documents."""

from contextlib import closing
from pathlib import Path

from indexer.contents import Contents
from indexer.finishing import CONTENTS
from search.comparison import Difference, Group, Named
from search.errors import IndexIncompatible, IndexUnavailable, ItemNotFound
from search.index import Index

SHOWN = 20
"""Documents of each sort that are named; all of them are counted. None is named of an index that cannot be opened any more."""


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
    try:
        with closing(Index.open(folder)) as index, index.sealed:
            return Group(len(ids), tuple(Named(one, index.item(one).title, contents.source_of(one)) for one in first))
    except (IndexUnavailable, ItemNotFound):  # it is damaged, or an older version made it: what replaces it is still told
        return Group(len(ids), ())
