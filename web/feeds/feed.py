"""A feed as a value, whatever its form: what a search found, newest first, with whole addresses and dates that always exist."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from search.document import Document
from search.index import Index
from search.moments import instant
from search.request import SearchRequest
from web import french
from web.links import Links, web_address
from web.parameters import SearchParameters

LONGEST_TEXT = 1_000
"""Characters of an entry's text."""

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """``id`` names the item for ever; ``updated`` is when it last changed, or its index was built when nobody knows."""

    id: str
    url: str
    title: str
    text: str
    published: datetime | None
    updated: datetime
    authors: tuple[str, ...]
    labels: tuple[str, ...]
    document: Document


@dataclass(frozen=True, slots=True)
class Feed:
    """``page_url`` is the page of the search, ``self_url`` the feed itself."""

    title: str
    portal: str
    page_url: str
    self_url: str
    updated: datetime
    entries: tuple[Entry, ...]


def documents_of(index: Index, request: SearchRequest, limit: int) -> list[Document]:
    """The first ``limit`` documents of a search, whatever page of it was asked."""
    found: list[str] = []
    page = 1
    while len(found) < limit:
        ids = index.ranking(replace(request, page=page, size=_PAGE))
        found.extend(ids)
        if len(ids) < _PAGE:
            break
        page += 1
    return [index.item(item) for item in found[:limit]]


def feed_of(
    documents: Sequence[Document], parameters: SearchParameters, form: str, links: Links, portal: str, built: datetime
) -> Feed:
    """The feed of these documents in one of the forms of ``web.links.FEEDS``."""
    entries = sorted((_entry(document, links, built) for document in documents), key=_newest_first)
    return Feed(
        title=f"{portal} – {description}" if (description := description_of(parameters)) else portal,
        portal=portal,
        page_url=links.absolute(links.search(parameters)),
        self_url=links.absolute(links.feed(parameters, form)),
        updated=max((entry.updated for entry in entries), default=built),
        entries=tuple(entries),
    )


def description_of(parameters: SearchParameters) -> str:
    """The search in words: ``« eau », Togo, événements à venir``."""
    parts = [f"«{french.NBSP}{' '.join(parameters.text.split())}{french.NBSP}»"] if parameters.text.strip() else []
    parts += [french.facet_value_name(field, value) for field, values in parameters.labels for value in values]
    parts += ["événements à venir"] if parameters.upcoming else []
    parts += [f"depuis le {french.moment(parameters.since)}"] if parameters.since else []
    parts += [f"jusqu’au {french.moment(parameters.until)}"] if parameters.until else []
    return ", ".join(parts)


def built_at(index: Index) -> datetime:
    """When the index was built."""
    return instant(index.created).astimezone(UTC)


def _entry(document: Document, links: Links, built: datetime) -> Entry:
    page = links.absolute(links.item(document.id))
    published = instant(document.published).astimezone(UTC) if document.published else None
    updated = instant(document.updated).astimezone(UTC) if document.updated else published
    return Entry(
        id=page,
        url=web_address(document.url) or page,
        title=_one_line(document.title),
        text=_text(document),
        published=published,
        updated=max(updated, published) if updated and published else updated or built,
        authors=document.authors,
        labels=(*document.themes, *document.countries),
        document=document,
    )


def _text(document: Document) -> str:
    """The summary or the beginning of the body; of an event also when and where it takes place, first."""
    what = french.shortened(" ".join((document.summary or document.body).split()), LONGEST_TEXT)
    if not document.starts:
        return what
    when = ", ".join(part for part in (french.event_span(document.starts, document.ends), document.place) if part)
    return f"{when[:1].upper()}{when[1:]}. {what}".strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _newest_first(entry: Entry) -> tuple[float, str]:
    return (-(entry.published or entry.updated).timestamp(), entry.id)
