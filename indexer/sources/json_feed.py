"""JSON Feed (versions 1 and 1.1)."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from indexer.fetching.client import Limits
from indexer.fetching.location import Content, is_address, read_location
from indexer.html_text import html_to_text
from indexer.media import medium_of
from indexer.source import Record, Unreadable
from indexer.sources.entries import record_of
from indexer.sources.options import Options
from search.errors import SourceUnreadable
from search.in_french import json_problem

_MAX_PAGES = 1000


class JsonFeedOptions(Options, frozen=True, kw_only=True):
    """``location``: an address or a file."""

    max_bytes: int = 100 << 20
    allow_private: bool = False


class JsonFeedSource:
    """The items of a JSON Feed, followed from page to page (``next_url``) on its own host."""

    repeats_itself = False

    def __init__(self, options: JsonFeedOptions) -> None:
        self._options = options
        self.name = options.label

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        number = 0
        for page in self._pages():
            if isinstance(page, Unreadable):
                yield page
                continue
            for item in page["items"]:
                number += 1
                yield _outcome(item, f"{self.name}, élément {number}", _text(page.get("language")))

    def _pages(self) -> Iterator[dict[str, Any] | Unreadable]:
        """The pages of the feed, and at the end why the next one is not read when it is not."""
        limits = Limits(bytes=self._options.max_bytes, allow_private=self._options.allow_private)
        address, seen = self._options.location, set[str]()
        for _ in range(_MAX_PAGES):
            content = read_location(address, limits)
            seen |= {address, content.url}
            feed = self._decoded(content.data)
            yield feed
            if not feed.get("next_url"):
                return
            address = _next(content, feed["next_url"])
            if reason := self._reason_to_stop(address, seen):
                yield self._rest_unread(reason)
                return
        yield self._rest_unread(f"plus de {_MAX_PAGES} pages, la suite n’est pas lue")

    def _rest_unread(self, reason: str) -> Unreadable:
        return Unreadable(f"{self.name}, suite", "suite-absente", reason, hides_others=True)

    def _reason_to_stop(self, address: str, seen: set[str]) -> str:
        """Why the next page is not read; empty when it is. ``address`` is empty where it is no page of the same host."""
        if not is_address(self._options.location):
            return "le fichier annonce une suite qu’il ne contient pas"
        if not address:
            return "la page suivante n’est pas à une adresse du même site"
        return "la page annoncée comme suivante est déjà lue" if address in seen else ""

    def _decoded(self, data: bytes) -> dict[str, Any]:
        try:
            feed = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, RecursionError) as error:
            raise SourceUnreadable(
                f"{self.name} n’est pas du JSON ({json_problem(error)}).", remedy="Vérifiez l’adresse du flux."
            ) from error
        if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
            raise SourceUnreadable(
                f"{self.name} n’est pas un JSON Feed : il n’a pas de liste « items ».", remedy="Vérifiez l’adresse du flux."
            )
        return feed


def _next(content: Content, next_url: Any) -> str:
    """The address of the next page, or empty when it is not on the host of this one."""
    try:
        address = urljoin(content.url, _text(next_url))
        return address if is_address(address) and urlsplit(address).hostname == urlsplit(content.url).hostname else ""
    except ValueError:
        return ""


def _outcome(item: Any, where: str, language: str) -> Record | Unreadable:
    if not isinstance(item, dict):
        return Unreadable(where, "json-invalide", "l’élément n’est pas un objet JSON")
    return record_of(where, partial(_values, item, language))


def _values(item: dict[str, Any], language: str) -> dict[str, Any]:
    html = item.get("content_html")
    body = html_to_text(html) if isinstance(html, str) else item.get("content_text", "")
    media = [medium_of(_text(one.get("url")), _text(one.get("mime_type"))) for one in _objects(item.get("attachments"))]
    authors = [*_objects(item.get("authors")), *_objects([item.get("author")])]
    return {
        "id": "" if item.get("id") is None else str(item["id"]),
        "url": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "summary": item.get("summary"),
        "body": body,
        "themes": item.get("tags"),
        "authors": [name for one in authors if (name := _text(one.get("name")))],
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "language": (_text(item.get("language")) or language)[:2].lower(),
        "image": item.get("image") or item.get("banner_image"),
        "media": list(dict.fromkeys(medium for medium in media if medium)),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON array, none where it is something else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
