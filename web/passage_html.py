"""Passages as HTML: escaped text, what matched in ``<mark>``, … where it was cut."""

from html import escape

from search.compiled import compiled
from search.results import Highlight


@compiled
def passage_html(highlight: Highlight) -> str:
    """The passage as safe HTML."""
    pieces = "".join([f"<mark>{_escaped(piece)}</mark>" if marked else _escaped(piece) for piece, marked in highlight.pieces])
    before, after = "… " if highlight.starts_inside else "", " …" if highlight.ends_inside else ""
    return f"{before}{pieces.strip()}{after}"


@compiled
def passages_html(highlights: dict[str, Highlight]) -> dict[str, str]:
    """The passages of several fields as safe HTML."""
    return {field: passage_html(highlight) for field, highlight in highlights.items()}


def _escaped(text: str) -> str:
    """The text as HTML; words need no look for each special character."""
    return text if text.isalnum() else escape(text)
