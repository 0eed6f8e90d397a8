"""Dates that a page tells its readers: "Publié le 26 mai 2025", "Mis à jour le 3 juin 2025"."""

import re

from indexer.dates import moment

_DATE = r"(\d{1,2}(?:er)? [^\W\d_]{3,9} \d{4}|\d{1,2}/\d{1,2}/\d{4})(?:,? (?:à |- )?(\d{1,2} ?[h:] ?\d{2}))?"
_PHRASES = {
    "published": re.compile(
        rf"(?:publiée?|postée?|mise? en ligne|parue?)(?: par [^\n]{{1,60}}?)? le (?:[a-z]{{5,8}} )?{_DATE}", re.IGNORECASE
    ),
    "updated": re.compile(
        rf"(?:mise? à jour|modifiée?|actualisée?)(?: par [^\n]{{1,60}}?)? le (?:[a-z]{{5,8}} )?{_DATE}", re.IGNORECASE
    ),
}


def written_date(text: str, what: str) -> str:
    """The first date that follows such a phrase, as the page writes it, or empty; ``what`` is ``published`` or ``updated``."""
    for found in _PHRASES[what].finditer(" ".join(text.split(" "))):
        written = " ".join(part for part in found.groups() if part)
        try:
            moment(written)
        except ValueError:
            continue
        return written
    return ""
