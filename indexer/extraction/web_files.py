"""HTML files that are documents rather than pages of a site."""

import re
from html import unescape
from pathlib import Path

from indexer.charsets import decoded
from indexer.extraction.extracted import Extracted, Part
from indexer.html_text import html_to_text

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([a-z]{2})", re.IGNORECASE)
_HEAD = re.compile(r"<head\b.*?</head>", re.DOTALL | re.IGNORECASE)


def read_html(path: str) -> Extracted:
    """The whole text of the body."""
    html = decoded(Path(path).read_bytes())
    title, language = _TITLE.search(html), _LANGUAGE.search(html)
    return Extracted(
        parts=(Part(html_to_text(_HEAD.sub("", html, count=1))),),
        title=" ".join(unescape(title[1]).split()) if title else "",
        language=language[1].lower() if language else "",
    )
