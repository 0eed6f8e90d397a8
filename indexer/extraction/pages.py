"""The content of a web page: what it says, without what surrounds it. Runs in the bounded process."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree, html
from lxml.cssselect import CSSSelector

from indexer.charsets import decoded
from indexer.dates import moment
from indexer.extraction.page_dates import written_date
from indexer.html_text import html_to_text

Selectors = dict[str, list[str]]
"""CSS selectors by what they find: content, remove, title, summary, date, updated, authors, themes, breadcrumb, item, listing."""

SPIP: Selectors = {
    "item": ["body.page_article"],
    "listing": ["body[class*=page_]:not(.page_article)"],
    "title": ["h1.entry-title", "h1"],
    "content": [".cartouche .surtitre", ".cartouche .soustitre", ".content .texte", ".content .ps", ".content .notes"],
    "summary": [".content .chapo"],
    "date": [".info-publi .published"],
    "authors": [".info-publi .author"],
    "themes": ["a[rel=tag]"],
    "breadcrumb": [".arbo a"],
}
"""The skeleton that SPIP comes with; most sites keep its class names."""

_NOISE = "script, style, noscript, form, iframe, template, .spip_note_ref, [hidden]"
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BREADCRUMBS = [".breadcrumb a", ".breadcrumbs a", ".fil-ariane a", ".ariane a", "[class*=breadcrumb] a", ".arbo a"]
_EVENT_TYPES = re.compile(r"Event$|Festival$")
_ITEM_TYPES = re.compile(r"Article$|BlogPosting|Report|Event$|Festival$")
_MAX_LINKS = 50_000
"""More than a crawl visits: it tells what it leaves out."""
_MIN_TEXT = 40


def read_page(path: str, url: str, charset: str, selectors: Selectors) -> dict[str, Any]:
    """What the page at ``path``, found at ``url``, holds; empty values for what it does not say."""
    text = _XML_DECLARATION.sub("", decoded(Path(path).read_bytes(), charset).replace("\0", ""))
    if not text.strip():
        return {"empty": True, "links": [], "noindex": False}
    tree = html.document_fromstring(text)
    tree.make_links_absolute(
        urljoin(url, _attribute(tree, "base[href]", "href")), resolve_base_href=False, handle_failures="discard"
    )
    chosen = selectors | {name: found for name, found in _preset(tree).items() if not selectors.get(name)}
    meta, linked = _meta(tree), _linked_data(tree)
    page = {
        "links": _links(tree),
        "canonical": _canonical(tree, meta, url),
        "noindex": "noindex" in meta.get("robots", "").lower(),
        "language": (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale", ""))[
            :2
        ].lower(),
        "breadcrumb": _texts(tree, chosen.get("breadcrumb") or _BREADCRUMBS),
        "themes": _texts(tree, chosen.get("themes") or ["a[rel~=tag]"]) or _keywords(meta, linked),
        "image": urljoin(url, meta.get("og:image", "")) if meta.get("og:image") else "",
        "is_item": _matches(tree, chosen.get("item"))
        or bool(_ITEM_TYPES.search(linked.get("@type", "")))
        or meta.get("og:type") == "article",
        "is_listing": _matches(tree, chosen.get("listing")),
    }
    page |= _dated(tree, chosen, meta, linked) | _event(linked)
    page["title"] = _title(tree, chosen, meta, linked)
    page["authors"] = _texts(tree, chosen.get("authors") or []) or _names(linked.get("author")) or _names(meta.get("author"))
    return page | _content(tree, text, chosen, meta, linked)


def _preset(tree: Any) -> Selectors:
    """The selectors of a skeleton that the page's generator is known for."""
    return SPIP if _attribute(tree, "meta[name=generator]", "content").startswith("SPIP") else {}


def _content(tree: Any, source: str, chosen: Selectors, meta: dict[str, str], linked: dict[str, Any]) -> dict[str, Any]:
    """The summary and the text. Without selectors, a library made for it tells content from boilerplate."""
    for element in _found(tree, [_NOISE, *(chosen.get("remove") or [])]):
        element.drop_tree()
    summary = "\n".join(_texts(tree, chosen.get("summary") or []))
    if chosen.get("content"):
        text = "\n".join(_block(element) for element in _found(tree, chosen["content"]))
    else:
        text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True) or ""
        if len(text) < _MIN_TEXT:
            main = _found(tree, ["main", "article", "[role=main]"]) or _found(tree, ["body"])
            text = _block(main[0]) if main else ""
        summary = summary or html_to_text(
            str(linked.get("description") or meta.get("og:description") or meta.get("description", ""))
        )
    return {"summary": summary, "text": text, "empty": len(text.strip()) + len(summary) < 2, "raw_length": len(source)}


def _title(tree: Any, chosen: Selectors, meta: dict[str, str], linked: dict[str, Any]) -> str:
    titles = _texts(tree, chosen.get("title") or [])
    headings = _texts(tree, ["h1"])
    named = html_to_text(str(linked.get("headline") or linked.get("name") or meta.get("og:title", "")))
    whole = next(iter(_texts(tree, ["title"])), "")
    if titles:
        return titles[0]
    if named:
        return named
    own = [heading for heading in headings if heading and heading in whole]
    return (own or (headings if len(headings) == 1 else []) or [whole])[0]


def _dated(tree: Any, chosen: Selectors, meta: dict[str, str], linked: dict[str, Any]) -> dict[str, str]:
    """When the page was published and changed: what it says to machines first, then what it says to readers."""
    body = html_to_text(etree.tostring(tree, encoding="unicode", method="html"))
    published = (
        linked.get("datePublished"),
        meta.get("article:published_time"),
        *_moments(tree, chosen.get("date")),
        *(meta.get(name) for name in ("dc.date", "dcterms.created", "date")),
        *_moments(tree, ["time[pubdate]", "time.published", ".published", ".date-publication"]),
        written_date(body, "published"),
    )
    updated = (
        linked.get("dateModified"),
        meta.get("article:modified_time"),
        *_moments(tree, chosen.get("updated")),
        written_date(body, "updated"),
    )
    stated = [str(one) for one in published if one]
    found = _first_readable(stated)
    odd = stated[0][:80] if stated and not found else ""
    return {"published": found, "updated": _first_readable(str(one) for one in updated if one), "odd_date": odd}


def _first_readable(dates: Iterable[str]) -> str:
    """The first of several dates that is one."""
    for written in dates:
        with suppress(ValueError):
            if moment(written):
                return written
    return ""


def _moments(tree: Any, selectors: list[str] | None) -> Iterator[str]:
    for element in _found(tree, selectors or []):
        yield str(element.get("datetime") or element.get("title") or element.get("content") or " ".join(_block(element).split()))


def _event(linked: dict[str, Any]) -> dict[str, str]:
    if not _EVENT_TYPES.search(linked.get("@type", "")):
        return {}
    place = linked.get("location")
    name = place.get("name", "") if isinstance(place, dict) else place if isinstance(place, str) else ""
    return {"starts": str(linked.get("startDate") or ""), "ends": str(linked.get("endDate") or ""), "place": str(name)}


def _meta(tree: Any) -> dict[str, str]:
    """``<meta>`` by name or property, lower case; the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and element.get("content"):
            found.setdefault(name, element.get("content").strip())
    return found


def _linked_data(tree: Any) -> dict[str, Any]:
    """The JSON-LD object that describes the page: an article or an event before anything else."""
    objects = [
        one for script in tree.iter("script") if script.get("type") == "application/ld+json" for one in _objects(script.text)
    ]
    for one in objects:
        one["@type"] = " ".join(one["@type"]) if isinstance(one.get("@type"), list) else str(one.get("@type", ""))
    return next((one for one in objects if _ITEM_TYPES.search(one["@type"])), {})


def _objects(text: str | None) -> Iterator[dict[str, Any]]:
    try:
        value = json.loads(text or "")
    except (ValueError, RecursionError):
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from (inner for inner in [one, *(one.get("@graph") or [])] if isinstance(inner, dict))


def _keywords(meta: dict[str, str], linked: dict[str, Any]) -> list[str]:
    stated = linked.get("keywords") or meta.get("keywords") or meta.get("article:tag") or ""
    words = stated if isinstance(stated, list) else str(stated).split(",")
    return [word.strip() for word in map(str, words) if word.strip()]


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in values if one]


def _canonical(tree: Any, meta: dict[str, str], url: str) -> str:
    stated = _attribute(tree, "link[rel=canonical]", "href") or meta.get("og:url", "")
    try:
        address = urljoin(url, stated)
        return address if urlsplit(address).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _links(tree: Any) -> list[str]:
    addresses = (
        element.get("href", "").split("#")[0] for element in tree.iter("a") if "nofollow" not in (element.get("rel") or "")
    )
    return list(dict.fromkeys(one for one in addresses if one.startswith(("http://", "https://"))))[:_MAX_LINKS]


def _texts(tree: Any, selectors: list[str]) -> list[str]:
    texts = (" ".join(_block(element).split("\n")) for element in _found(tree, selectors))
    return list(dict.fromkeys(text for text in texts if text))


def _found(tree: Any, selectors: list[str]) -> list[Any]:
    """The elements that selectors find, each once, those inside another one left out."""
    found = [element for selector in selectors for element in _selector(selector)(tree)]
    chosen = set(found)
    return [element for element in dict.fromkeys(found) if not any(outer in chosen for outer in element.iterancestors())]


@lru_cache(maxsize=500)
def _selector(text: str) -> CSSSelector:
    return CSSSelector(text, translator="html")


def _matches(tree: Any, selectors: list[str] | None) -> bool:
    return any(_selector(selector)(tree) for selector in selectors or [])


def _attribute(tree: Any, selector: str, name: str) -> str:
    found = _selector(selector)(tree)
    return str(found[0].get(name, "")) if found else ""


def _block(element: Any) -> str:
    return html_to_text(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
