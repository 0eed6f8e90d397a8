"""What pages say of themselves to machines: JSON-LD with the words of schema.org."""

from collections.abc import Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from search.analysis import fold_value
from search.document import Document
from web import french
from web.links import Links, web_address
from web.shown import ShownHit

DESCRIPTION_LENGTH = 300
_MOST_WORDS = DESCRIPTION_LENGTH // 2 + 1
"""Words that are too long together for a description, whatever they are: no more of a long text is looked at."""

Json = dict[str, Any]

_TYPES = {"article": "Article", "ressource": "CreativeWork"}
_ONLINE = frozenset({"en ligne", "visioconference", "webinaire", "a distance"})


def as_json_ld(value: Json) -> Markup:
    """The value, safe inside a ``script`` element: nothing in it can end the element or begin another."""
    text = msgspec.json.encode({"@context": "https://schema.org", **value}).decode()
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def described(document: Document) -> str:
    """An item in a sentence or two."""
    words = (document.summary or document.body).split(None, _MOST_WORDS)[:_MOST_WORDS]
    return french.shortened(" ".join(words), DESCRIPTION_LENGTH)


def site(title: str, links: Links) -> Json:
    """The service and how it is searched."""
    return {
        "@type": "WebSite",
        "name": title,
        "url": links.home,
        "inLanguage": "fr",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{links.search_form}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def result_list(hits: Sequence[ShownHit], first: int) -> Json:
    """The results of one page; ``first`` is the rank of its first one, from 1."""
    elements = [
        {"@type": "ListItem", "position": rank, "url": hit.href, "name": hit.document.title}
        for rank, hit in enumerate(hits, start=first)
    ]
    return {"@type": "ItemList", "numberOfItems": len(elements), "itemListElement": elements}


def item(document: Document, page: str) -> Json:
    """An item; ``page`` is its page here, where it has no address of its own."""
    shared = {
        "url": web_address(document.url) or page,
        "description": described(document),
        "image": web_address(document.image),
        "inLanguage": document.language,
        "keywords": ", ".join((*document.themes, *document.countries)),
    }
    if document.kind == "evenement" and document.starts:
        own = _event(document)
    else:
        own = _work(document)
    return {name: value for name, value in (own | shared).items() if value}


def _event(document: Document) -> Json:
    online = fold_value(document.place) in _ONLINE
    place = {"@type": "Place", "name": document.place, "address": document.place} if document.place else None
    return {
        "@type": "Event",
        "name": document.title,
        "startDate": document.starts,
        "endDate": document.ends,
        "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode" if place else "",
        "location": {"@type": "VirtualLocation", "url": web_address(document.url)} if online and document.url else place,
    }


def _work(document: Document) -> Json:
    return {
        "@type": _TYPES.get(document.kind, "CreativeWork"),
        "headline": document.title,
        "datePublished": document.published,
        "dateModified": document.updated or document.published,
        "author": [{"@type": "Organization", "name": name} for name in document.authors],
    }
