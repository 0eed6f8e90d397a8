"""JSON Feed (versions 1 and 1.1)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from indexer.fetching.client import Limits
from indexer.fetching.location import read_location
from indexer.html_text import html_to_text
from indexer.media import medium_of
from indexer.source import Record, Unreadable
from indexer.sources.options import Options
from search.errors import SourceUnreadable


class JsonFeedOptions(Options, frozen=True, kw_only=True):
    """``location``: an address or a file."""

    max_bytes: int = 100 << 20
    allow_private: bool = False


class JsonFeedSource:
    """The items of a JSON Feed."""

    repeats_itself = False

    def __init__(self, options: JsonFeedOptions) -> None:
        self._options = options
        self.name = options.label

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        limits = Limits(bytes=self._options.max_bytes, allow_private=self._options.allow_private)
        feed = self._decoded(read_location(self._options.location, limits).data)
        for number, item in enumerate(feed["items"], start=1):
            where = f"{self.name}, élément {number}"
            if isinstance(item, dict):
                yield Record(where, _values(item, str(feed.get("language") or "")))
            else:
                yield Unreadable(where, "json-invalide", "l’élément n’est pas un objet JSON")

    def _decoded(self, data: bytes) -> dict[str, Any]:
        try:
            feed = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, RecursionError) as error:
            raise SourceUnreadable(f"{self.name} n’est pas du JSON ({error}).", remedy="Vérifiez l’adresse du flux.") from error
        if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
            raise SourceUnreadable(
                f"{self.name} n’est pas un JSON Feed : il n’a pas de liste « items ».", remedy="Vérifiez l’adresse du flux."
            )
        return feed


def _values(item: dict[str, Any], language: str) -> dict[str, Any]:
    html = item.get("content_html")
    body = html_to_text(html) if isinstance(html, str) else item.get("content_text", "")
    attachments = [one for one in item.get("attachments") or () if isinstance(one, dict)]
    media = [medium_of(str(one.get("url", "")), str(one.get("mime_type", ""))) for one in attachments]
    authors = [one for one in [*(item.get("authors") or ()), item.get("author")] if isinstance(one, dict)]
    return {
        "id": item.get("id") if isinstance(item.get("id"), str) else str(item.get("id") or ""),
        "url": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "summary": item.get("summary"),
        "body": body,
        "themes": item.get("tags"),
        "authors": [one["name"] for one in authors if isinstance(one.get("name"), str)],
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "language": str(item.get("language") or language)[:2].lower(),
        "image": item.get("image") or item.get("banner_image"),
        "media": list(dict.fromkeys(medium for medium in media if medium)),
    }
