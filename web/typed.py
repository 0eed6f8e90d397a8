"""What visitors typed into the search box, as pages show it again."""

import unicodedata

MAX_TEXT_LENGTH = 1_000
"""Characters of a query that pages read: they come back in each of their links."""


def shown_text(text: str) -> str:
    """The text as far as pages read it, with blanks for the characters that no page may hold (NUL and its kin)."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cs"} else character for character in text[:MAX_TEXT_LENGTH])
