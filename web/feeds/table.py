"""A CSV table that Excel opens as it is (semicolons, UTF-8 with a byte order mark) and that ``trouvaille build`` reads back."""

import csv
import io
from collections.abc import Callable, Sequence

from search.document import Document

MEDIA_TYPE = "text/csv"

_Column = tuple[str, Callable[[Document], str]]
_COLUMNS: tuple[_Column, ...] = (
    ("identifiant", lambda document: document.id),
    ("adresse", lambda document: document.url),
    ("nature", lambda document: document.kind),
    ("rubrique", lambda document: document.category),
    ("titre", lambda document: document.title),
    ("résumé", lambda document: document.summary),
    ("thèmes", lambda document: _list(document.themes)),
    ("pays", lambda document: _list(document.countries)),
    ("média", lambda document: _list(document.media)),
    ("auteurs", lambda document: _list(document.authors)),
    ("publié le", lambda document: document.published),
    ("modifié le", lambda document: document.updated),
    ("début", lambda document: document.starts),
    ("fin", lambda document: document.ends),
    ("lieu", lambda document: document.place),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(documents: Sequence[Document]) -> bytes:
    """One row a document, below the names of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([name for name, _ in _COLUMNS])
    for document in documents:
        writer.writerow([_cell(value(document)) for _, value in _COLUMNS])
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: str) -> str:
    """The value; one that a spreadsheet would run as a formula begins with an apostrophe, which it hides."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _list(labels: Sequence[str]) -> str:
    return " | ".join(labels)
