"""Runs of blanks of a text shown as one space, as HTML shows them; no-break spaces stay: they are French punctuation."""

import re

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def has_single_blanks(text: str) -> bool:
    """Whether no blank must be replaced; may say no for other reasons, and costs a tenth of looking for them."""
    return "  " not in text and text.replace("\u00a0", ".").replace("\u202f", ".").isprintable()


def with_single_blanks(text: str) -> str:
    """The text with one space for each run of blanks but the no-break spaces."""
    if "\u00a0" in text or "\u202f" in text:
        return _BLANKS.sub(" ", text)
    words = " ".join(text.split())  # several times faster
    before, after = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return f"{before}{words}{after}" if words else " "
