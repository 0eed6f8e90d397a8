"""JSON Feed 1.1."""

from typing import Any

import msgspec

from web.feeds.feed import Entry, Feed
from web.links import web_address

MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed document."""
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page_url,
            "feed_url": feed.self_url,
            "language": "fr",
            "authors": [{"name": feed.portal}],
            "items": [_item(entry) for entry in feed.entries],
        }
    )


def _item(entry: Entry) -> dict[str, Any]:
    optional = {
        "date_published": entry.published.isoformat() if entry.published else "",
        "image": web_address(entry.document.image),
        "authors": [{"name": author} for author in entry.authors],
        "tags": list(entry.labels),
    }
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_modified": entry.updated.isoformat(),
        **{name: value for name, value in optional.items() if value},
    }
