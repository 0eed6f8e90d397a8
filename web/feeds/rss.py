"""RSS 2.0, with the link to itself that the RSS Advisory Board recommends."""

from email.utils import format_datetime

from web.feeds.feed import Entry, Feed
from web.feeds.markup import Element, child, document

MEDIA_TYPE = "application/rss+xml"


def rss(feed: Feed) -> bytes:
    """The feed as an RSS document."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom"})
    channel = child(root, "channel")
    child(channel, "title", feed.title)
    child(channel, "link", feed.page_url)
    child(channel, "description", feed.title)
    child(channel, "language", "fr")
    child(channel, "lastBuildDate", format_datetime(feed.updated))
    child(channel, "atom:link", rel="self", type=MEDIA_TYPE, href=feed.self_url)
    for entry in feed.entries:
        _item(child(channel, "item"), entry)
    return document(root)


def _item(element: Element, entry: Entry) -> None:
    child(element, "title", entry.title)
    child(element, "link", entry.url)
    child(element, "guid", entry.id, isPermaLink="true")
    if entry.published:
        child(element, "pubDate", format_datetime(entry.published))
    for label in entry.labels:
        child(element, "category", label)
    child(element, "description", entry.text)
