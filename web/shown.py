"""A hit as a page shows it: where its link leads, the passage that tells most, and a tile before it."""

from dataclasses import dataclass

from markupsafe import Markup

from search.document import Document
from search.results import Hit, SearchResults
from web import french
from web.explained import ExplainedLine, explained
from web.languages import typeset
from web.links import Links, origin_of, web_address
from web.passage_html import passage_html


@dataclass(frozen=True, slots=True)
class Tile:
    """What stands before an item: a calendar leaf (``day``, ``month``, ``year``), its ``image``, or the ``icon`` of its kind."""

    icon: str = ""
    image: str = ""
    day: str = ""
    month: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the page shows it; ``title`` and ``passage`` are safe HTML. ``missing`` are words of the query that it lacks: of a
    pinned one, which need have none of them, they are not told. ``explained`` is how its score came about, on demand.
    """

    document: Document
    tile: Tile
    title: Markup
    passage: Markup
    href: str
    about: str
    missing: tuple[str, ...] = ()
    is_pinned: bool = False
    explained: ExplainedLine | None = None


def shown_hits(results: SearchResults, links: Links, images: tuple[str, ...]) -> list[ShownHit]:
    """The hits of a page; ``images`` are the origins whose images may be shown."""
    return [_shown_hit(hit, links, images) for hit in results.hits]


def tile_of(document: Document, images: tuple[str, ...] = ()) -> Tile:
    """An event's day, else an image from one of the origins, else the icon of the medium or kind."""
    if document.kind == "evenement" and document.starts:
        day, month, year = french.calendar_leaf(document.starts)
        return Tile(day=day, month=month, year=year)
    if document.image and origin_of(document.image) in images:
        return Tile(image=document.image)
    return Tile(icon=document.media[0] if document.media else document.kind)


def _shown_hit(hit: Hit, links: Links, images: tuple[str, ...]) -> ShownHit:
    about = links.item(hit.document.id)
    return ShownHit(
        document=hit.document,
        tile=tile_of(hit.document, images),
        title=Markup(typeset(passage_html(hit.highlights["title"]), hit.document)),  # noqa: S704 - it is safe HTML
        passage=Markup(typeset(_passage(hit), hit.document)),  # noqa: S704 - it is safe HTML
        href=web_address(hit.address) or about,
        about=about,
        missing=() if hit.is_pinned else hit.missing,
        is_pinned=hit.is_pinned,
        explained=None if hit.explanation is None else explained(hit.explanation),
    )


def _passage(hit: Hit) -> str:
    """As safe HTML, the summary when it has a match or nothing has one, else the passage of the body that does."""
    passages = [hit.highlights[field] for field in ("summary", "body") if field in hit.highlights]
    matching = [passage for passage in passages if any(marked for _, marked in passage.pieces)]
    chosen = (matching or passages)[:1]
    return passage_html(chosen[0]) if chosen else ""
