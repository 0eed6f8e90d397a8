"""What of a document is searched, filtered and counted: the one table that every engine follows."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from search.analysis import fold_value
from search.document import Document
from search.moments import over_at, seconds, year


@dataclass(frozen=True, slots=True)
class TextField:
    """A field that words are looked for in. ``stem`` and ``exact`` name its two views in the index."""

    name: str
    text_of: Callable[[Document], str]

    @property
    def stem(self) -> str:
        return self.name

    @property
    def exact(self) -> str:
        return f"{self.name}_exact"


@dataclass(frozen=True, slots=True)
class LabelField:
    """A field whose whole values are filtered by and counted; values are compared by their folded ``key``."""

    name: str
    labels_of: Callable[[Document], tuple[str, ...]]


def _themes_of(document: Document) -> str:
    """The themes, the countries and the place, as one text."""
    return " . ".join(document.themes + document.countries + labels(document.place))


TEXT_FIELDS = (
    TextField("title", attrgetter("title")),
    TextField("summary", attrgetter("summary")),
    TextField("themes", _themes_of),
    TextField("body", attrgetter("body")),
)

LABEL_FIELDS = (
    LabelField("kind", lambda document: (document.kind,)),
    LabelField("category", lambda document: labels(document.category)),
    LabelField("theme", lambda document: document.themes),
    LabelField("country", lambda document: document.countries),
    LabelField("media", lambda document: document.media),
    LabelField("year", lambda document: labels(year(reference_moment(document)))),
)

FACETS = tuple(field.name for field in LABEL_FIELDS)
"""The names of the facets, in the order in which answers give them."""


def texts_of(document: Document) -> tuple[str, ...]:
    """The texts of all text fields, in their order."""
    return document.title, document.summary, _themes_of(document), document.body


def labels(value: str) -> tuple[str, ...]:
    """A value as labels: none when it is empty."""
    return (value,) if value else ()


def key(label: str) -> str:
    """What labels are compared by: ``Bénin`` and ``benin`` are one country."""
    return fold_value(label) or label


def reference_moment(document: Document) -> str:
    """The date that sorts and ranges a document: an event's start, else its publication; empty when it has none."""
    if document.kind == "evenement" and document.starts:
        return document.starts
    return document.published or document.starts


IDENTIFIER = "id"
"""Name of the field of the documents' ids."""

MOMENT = "moment"
"""Name of the numeric field of the reference date, in seconds since 1970."""

ENDS_AT = "ends_at"
"""Name of the numeric field of an event's end, in seconds since 1970."""


def numbers_of(document: Document) -> dict[str, int]:
    """The values of the numeric fields that the document has."""
    numbers = {}
    if moment := reference_moment(document):
        numbers[MOMENT] = seconds(moment)
    if document.starts:
        numbers[ENDS_AT] = int(over_at(document.starts, document.ends).timestamp())
    return numbers
