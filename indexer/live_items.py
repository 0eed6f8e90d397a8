"""The live items of sources that an update leaves alone: a new item may say the same as one of them.

When all sources are read they are all remembered (``indexer.mirrors``). Here only the items of the same title are looked at: what
an update costs depends on what is new, not on how much is live.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from indexer.contents import Contents, Mask, Mirrored
from indexer.mirrors import are_mirrors
from search.analysis import ANALYSER
from search.document import Document
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.fields import TEXT_FIELDS
from search.query import Phrase

_TITLE = TEXT_FIELDS[0].exact
_TITLE_WORDS = 12
_ALIKE_TITLES = 200
"""Items of a title that are looked at: where more bear one title, it tells nothing."""


class LiveItems:
    """``contents`` of the live generation with the index in ``folder``; ``unread`` (N,) are those of the sources left alone."""

    def __init__(self, folder: Path, contents: Contents, unread: Mask) -> None:
        self._folder = folder
        self._unread = set(contents.ids_of(unread))
        self._read = set(contents.ids_of(~unread))
        self._before = _addresses(contents.mirrored)

    def original_of(self, document: Document) -> str | None:
        """The id of an item left alone that says the same; None for an item that is live itself."""
        if document.id in self._read or not (words := ANALYSER.sequence(document.title)[:_TITLE_WORDS]):
            return None
        query = EngineQuery(Phrase(_TITLE, words), limit=_ALIKE_TITLES, facets=())
        for other in self._engine.matched_documents(self._engine.search(query).hits):
            if other.id in self._unread and are_mirrors(document, other):
                return other.id
        return None

    def readdressed(self, mirrored: Iterable[Mirrored]) -> Iterator[Document]:
        """The items left alone that stand for others than before, with the addresses of what they stand for now."""
        now = _addresses(mirrored)
        for identifier in sorted((self._before.keys() | now.keys()) & self._unread):
            [document] = self._engine.documents([identifier])
            own = [one for one in document.mirrors if one not in self._before[identifier]]
            addresses = tuple(dict.fromkeys((*own, *sorted(now[identifier]))))
            if set(addresses) != set(document.mirrors):
                yield msgspec.structs.replace(document, mirrors=addresses)

    def close(self) -> None:
        """Lets the index go, if it was looked into."""
        if "_engine" in self.__dict__:
            self._engine.close()

    @cached_property
    def _engine(self) -> EmbeddedEngine:
        return EmbeddedEngine(self._folder)


def _addresses(mirrored: Iterable[Mirrored]) -> Mapping[str, set[str]]:
    """The addresses of what each item stands for, by its id."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in mirrored:
        if one.address:
            found[one.original].add(one.address)
    return found
