"""The text fields that peers index; their weights are ours, so that all engines rank by nearly the same formula."""

from search.document import Document
from search.fields import TEXT_FIELDS
from search.ranking import WEIGHTS

FIELDS = ("title", "themes", "body")
BOOSTS = {name: WEIGHTS.fields[name] for name in FIELDS}

_THEMES = next(field for field in TEXT_FIELDS if field.name == "themes")


def texts_of(document: Document) -> dict[str, str]:
    """The texts of a document by field. The summary, which few documents have, opens the body."""
    body = f"{document.summary}\n{document.body}" if document.summary else document.body
    return {"title": document.title, "themes": _THEMES.text_of(document), "body": body}
