"""Atom (RFC 4287)."""

from web.feeds.feed import Entry, Feed
from web.feeds.markup import Element, child, document

MEDIA_TYPE = "application/atom+xml"


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "fr"})
    child(root, "id", feed.self_url)
    child(root, "title", feed.title)
    child(root, "updated", feed.updated.isoformat())
    child(child(root, "author"), "name", feed.portal)
    child(root, "link", rel="self", type=MEDIA_TYPE, href=feed.self_url)
    child(root, "link", rel="alternate", type="text/html", href=feed.page_url)
    for entry in feed.entries:
        _entry(child(root, "entry"), entry)
    return document(root)


def _entry(element: Element, entry: Entry) -> None:
    child(element, "id", entry.id)
    child(element, "title", entry.title)
    child(element, "link", rel="alternate", href=entry.url)
    child(element, "updated", entry.updated.isoformat())
    if entry.published:
        child(element, "published", entry.published.isoformat())
    for author in entry.authors:
        child(child(element, "author"), "name", author)
    for label in entry.labels:
        child(element, "category", term=label)
    child(element, "summary", entry.text, type="text")
