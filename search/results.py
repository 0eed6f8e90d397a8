"""What a search answers."""

import msgspec

from search.document import Document
from search.explanation import Part
from search.related import RelatedItem


class FacetValue(msgspec.Struct, frozen=True, gc=False):
    """One value of a facet, in the portal's spelling, and the number of matching documents that have it."""

    value: str
    count: int


class Highlight(msgspec.Struct, frozen=True, gc=False):
    """A passage of a field: the text cut into pieces, and which of them matched. Joined, the pieces are the passage.

    ``position`` is the offset in the field of the first match, or of the passage when nothing matched.
    """

    pieces: tuple[tuple[str, bool], ...]
    starts_inside: bool = False
    ends_inside: bool = False
    position: int = 0


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A document found, with its score, the passages to show, the words of the query that it lacks, and on demand the parts of
    its score. ``is_pinned`` when administrators put it first.
    """

    document: Document
    score: float
    highlights: dict[str, Highlight]
    missing: tuple[str, ...] = ()
    explanation: Part | None = None
    is_pinned: bool = False

    @property
    def address(self) -> str:
        """Where the item is, and in a document of several parts (pages, minutes) the one that the passage shown stands in."""
        anchors = self.document.anchors
        if not anchors or not self.document.url:
            return self.document.url
        passage = self.highlights.get("body")
        if passage is None or not any(marked for _, marked in passage.pieces):
            return self.document.url
        part = self.document.body.count("\f", 0, passage.position)
        return f"{self.document.url}#{anchors[part]}" if part < len(anchors) and anchors[part] else self.document.url


class SearchResults(msgspec.Struct, frozen=True):
    """One page of results; ``total`` is exact, whatever the page. ``suggestion`` is the query in the portal's spelling, when what
    was typed is doubtful.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    notes: tuple[str, ...] = ()
    suggestion: str | None = None
    nearby: tuple[RelatedItem, ...] = ()
