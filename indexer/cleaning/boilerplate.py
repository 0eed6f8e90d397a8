"""Lines that a site repeats on most of its pages: navigation, notices, calls to subscribe."""

from collections import Counter, defaultdict
from urllib.parse import urlsplit

import msgspec

from indexer.cleaning.stages import Change
from search.document import Document

STAGE = "texte répété du site"
FEWEST_PAGES = 8
"""Pages of a host below which nothing is called repeated."""
SHARE = 0.5
"""Of a host's pages that hold a line that is none of their own."""

_LONGEST_LINE = 400


class RepeatedLines:
    """Counts the lines of the pages of each host, then tells those that most pages share."""

    def __init__(self) -> None:
        self._pages: Counter[str] = Counter()
        self._lines: dict[str, Counter[int]] = defaultdict(Counter)

    def see(self, document: Document) -> None:
        """Counts a page."""
        host = _host(document)
        self._pages[host] += 1
        self._lines[host].update({hash(line) for line in _lines(document.body) if line})

    def without(self, document: Document) -> tuple[Document, list[Change]]:
        """The document without the lines that its host repeats; one that would keep nothing stays as it is."""
        host = _host(document)
        if self._pages[host] < FEWEST_PAGES:
            return document, []
        most, counts = self._pages[host] * SHARE, self._lines[host]
        lines = document.body.split("\n")
        kept = [line for line in lines if counts[hash(line.strip())] <= most]
        body = "\n".join(kept)
        if len(kept) == len(lines) or not body.strip():
            return document, []
        dropped = "\n".join(line for line in lines if counts[hash(line.strip())] > most)
        return msgspec.structs.replace(document, body=body), [Change(STAGE, "body", dropped, "")]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if len(line) <= _LONGEST_LINE]


def _host(document: Document) -> str:
    return urlsplit(document.url).netloc
