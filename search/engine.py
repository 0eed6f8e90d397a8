"""What every engine does, and nothing more: two protocols and the values that cross them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from search.document import Document
from search.explanation import Part
from search.fields import FACETS
from search.query import Query
from search.request import FACET_VALUES, NO_FILTERS, Filters, Sort
from search.results import FacetValue

SCORE_DIGITS = 6
"""Decimals of a score that decide the order: what is beyond depends on the order of additions, hence on the segments."""


class EngineQuery(msgspec.Struct, frozen=True):
    """A query tree with what goes around it. ``limit`` hits are returned after skipping ``offset``, and of each facet its most
    frequent ``facet_values``.

    ``words``, all words of the query in the exact view, and ``stems``, those of its telling words in order, refine the order of
    the best (see ``search.ranking.Weights``); without any word, the score of the tree decides alone. Events that are not over at
    ``upcoming_at`` (seconds since 1970) are welcome, or with ``upcoming_first`` come before all else.
    """

    tree: Query
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = FACETS
    facet_values: int = FACET_VALUES
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    upcoming_at: int | None = None
    upcoming_first: bool = False

    @property
    def is_refined(self) -> bool:
        """Whether the best are ordered again."""
        return self.sort == "relevance" and (bool(self.words) or self.upcoming_at is not None)


class Match(msgspec.Struct, frozen=True, eq=False):
    """A document that matches, by its id; ``score`` is 0 when the order is by date and nothing was scored.

    ``place`` is where its engine holds it, which saves ``matched_documents`` looking for the id; an engine may leave it out, and
    matches are equal whatever it is.
    """

    id: str
    score: float
    place: int = -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Match) and (self.id, self.score) == (other.id, other.score)

    def __hash__(self) -> int:
        return hash((self.id, self.score))


class Matches(msgspec.Struct, frozen=True):
    """The matches of one page, the exact number of all of them, and the facet counts over all of them.

    Order: by score (or date), then newest first, then id, so that the same index always answers the same. Scores that are lowered
    to stay below others decide as they were before: once rounded, several may be equal.
    """

    total: int
    hits: tuple[Match, ...]
    facets: dict[str, tuple[FacetValue, ...]]


class Engine(Protocol):
    """An index open for searching."""

    name: str

    def search(self, query: EngineQuery) -> Matches:
        """The matches of a query."""

    def explanations(self, query: EngineQuery, matches: Sequence[Match]) -> list[Part]:
        """How the scores of matches that this engine gave came about; raises Unsupported."""

    def documents(self, ids: Sequence[str]) -> list[Document]:
        """The documents with these ids, in this order; raises ItemNotFound for an unknown one."""

    def matched_documents(self, matches: Sequence[Match]) -> list[Document]:
        """The documents of matches that this engine gave, in this order."""

    def ids(self) -> Iterator[str]:
        """The ids of all documents."""

    def count(self) -> int:
        """The number of documents."""

    def close(self) -> None:
        """Frees what the engine holds; it cannot be used any more."""


class IndexWriter(Protocol):
    """An index open for writing: nothing is visible before ``commit``."""

    def add(self, document: Document) -> None:
        """Adds a document; one with the same id is replaced."""

    def add_encoded(self, identifier: str, encoded: bytes) -> None:
        """Adds a document that is encoded already (see ``search.document.encode``), by its id."""

    def delete(self, document_id: str) -> None:
        """Removes a document; an unknown id is ignored."""

    def commit(self) -> None:
        """Makes the changes visible to engines opened from now on."""

    def cancel(self) -> None:
        """Forgets the changes."""
