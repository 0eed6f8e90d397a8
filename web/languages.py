"""The languages of items on French pages: what is not French says so (WCAG 3.1.2), and is set as it was written."""

import re

from markupsafe import Markup

from search.document import Document
from web.french import typography

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_FRENCH = {"fr", "fra", "fre"}


def is_french(document: Document) -> bool:
    """Whether it says that it is in French: ``fr``, ``fr-CA`` …"""
    return document.language.lower().partition("-")[0] in _FRENCH


def lang(document: Document) -> Markup:
    """The attribute `` lang="en"`` for an element that holds texts of an item in another language; nothing for French ones."""
    if is_french(document) or not _TAG.fullmatch(document.language):
        return Markup()
    return Markup(' lang="{}"').format(document.language)


def typeset(text: str, document: Document) -> str:
    """A text of an item, with the typography of French when it is in French."""
    return typography(text) if is_french(document) else text
