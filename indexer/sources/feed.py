"""RSS and Atom feeds, by feedparser."""

import calendar
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from time import struct_time
from typing import Any, Literal

import feedparser

from indexer.dates import moment
from indexer.fetching.client import Limits
from indexer.fetching.location import Content, read_location
from indexer.html_text import html_to_text
from indexer.media import medium_of
from indexer.source import Record, Unreadable
from indexer.sources.entries import record_of
from indexer.sources.options import Options
from indexer.xml_safety import refuse_entities
from search.errors import SourceUnreadable
from search.moments import instant, is_whole_day, normalised

_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_FEED_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


class FeedOptions(Options, frozen=True, kw_only=True):
    """``location``: an address or a file.

    ``max_items`` bounds what one reading takes in; ``kind`` and ``category`` are for all items.
    """

    kind: Literal["", "article", "evenement", "ressource"] = ""
    category: str = ""
    max_items: int = 5000
    max_bytes: int = 100 << 20
    allow_private: bool = False


class FeedSource:
    """The entries of a feed; those past ``max_items`` are reported one by one."""

    repeats_itself = True

    def __init__(self, options: FeedOptions) -> None:
        self._options = options
        self.name = options.label

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        content = read_location(
            self._options.location, Limits(bytes=self._options.max_bytes, allow_private=self._options.allow_private)
        )
        refuse_entities(content.data, self.name)
        data, beyond = _first_entries(content.data, self._options.max_items)
        feed = _parsed(data, content)
        if not feed.entries and not feed.get("version"):
            raise SourceUnreadable(f"{self.name} n’est pas un flux RSS ou Atom.", remedy="Vérifiez l’adresse du flux.")
        if feed.bozo and not _FEED_END.search(data.replace(b"\0", b"")):
            raise SourceUnreadable(
                f"{self.name} est tronqué : il s’arrête avant sa balise de fin, des entrées manquent.",
                remedy="Réessayez plus tard, ou faites corriger ce flux.",
            )
        language = feed.feed.get("language", "")
        for number, entry in enumerate(feed.entries, start=1):
            yield record_of(f"{self.name}, entrée {number}", partial(self._values, entry, language))
        for number in range(len(feed.entries) + 1, len(feed.entries) + beyond + 1):
            yield Unreadable(f"{self.name}, entrée {number}", "limite", f"au-delà des {self._options.max_items} premières entrées")

    def _values(self, entry: Any, language: str) -> dict[str, Any]:
        contents = [html_to_text(one.get("value", "")) for one in entry.get("content", ())]
        summary = html_to_text(dict.get(entry, "summary", ""))
        body = "\n".join(text for text in contents if text and text != summary)
        enclosures = entry.get("enclosures", ())
        media = [medium_of(one.get("href", ""), one.get("type", "")) for one in enclosures]
        return {
            "id": dict.get(entry, "id") or entry.get("link", ""),
            "url": entry.get("link", ""),
            "title": " ".join(html_to_text(entry.get("title", "")).split("\n")),
            "summary": summary if body else "",
            "body": body or summary,
            "themes": [html_to_text(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", ())],
            "authors": [one["name"] for one in entry.get("authors", ()) if one.get("name")],
            "published": _moment(entry, "published") or _moment(entry, "updated"),
            "updated": _moment(entry, "updated"),
            "language": (dict.get(entry, "language") or language)[:2].lower(),
            "media": list(dict.fromkeys(medium for medium in media if medium)),
            "image": _image(entry, enclosures),
            "kind": self._options.kind,
            "category": self._options.category,
        }


def _parsed(data: bytes, content: Content) -> Any:
    headers = {"content-location": content.url} if content.url else {}
    if content.charset:
        headers["content-type"] = f"application/xml; charset={content.charset}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(data, response_headers=headers)


def _first_entries(data: bytes, limit: int) -> tuple[bytes, int]:
    """The feed cut after its first entries, and how many were cut: a feed of a million items is not parsed whole."""
    starts = [found.start() for found in _ENTRY.finditer(data)]
    if len(starts) <= limit:
        return data, 0
    ends = [found.end() for found in _ENTRY_END.finditer(data)]
    tail = data[ends[-1] :] if ends else b""
    return data[: starts[limit]] + tail, len(starts) - limit


def _moment(entry: Any, name: str) -> str:
    """The moment in UTC, or the day where the feed names no time; what nobody understands as it was written.

    feedparser, which takes a time without a zone for one of UTC and a day for its midnight, has the last word only.
    """
    written = str(dict.get(entry, name) or "").strip()
    for read in (moment, _mail_date):
        with suppress(ValueError, OverflowError):
            found = read(written)
            return found if not found or is_whole_day(found) else instant(found).astimezone(UTC).isoformat()
    parsed: struct_time | None = dict.get(entry, f"{name}_parsed")
    with suppress(ValueError, OverflowError):
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else written
    return written


def _mail_date(text: str) -> str:
    """The ISO text of a date as RSS writes it (RFC 822), in the portal's zone where it names none of those. Raises ValueError."""
    if ":" not in text:
        return parsedate_to_datetime(f"{text} 00:00").date().isoformat()
    found = parsedate_to_datetime(text)
    return normalised((found.replace(tzinfo=UTC) if text.endswith("-0000") else found).isoformat())


def _image(entry: Any, enclosures: Any) -> str:
    candidates = [*entry.get("media_thumbnail", ()), *entry.get("media_content", ())]
    addresses = [one.get("url", "") for one in candidates] + [one.get("href", "") for one in enclosures]
    return next((one for one in addresses if one.startswith("http") and medium_of(one) == "photo"), "")
