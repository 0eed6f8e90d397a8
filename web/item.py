"""The page of one item: what it is, how it begins, what is close to it and why, and the link to the portal."""

from datetime import date

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from web import french, structured
from web.links import Links, web_address
from web.page import page
from web.parameters import MAX_LABELS, SearchParameters
from web.related import REMEMBERED, start_of
from web.remembered import Remembered
from web.shown import tile_of
from web.templating import html, links_of, part

BODY_START_LENGTH = 1_500
RELATED_ITEMS = 5

_SECTIONS: Remembered[tuple[str, date, Links, str], Markup] = Remembered(REMEMBERED)
"""Lists of related items, by item, day, and what they look like."""


def item(request: Request) -> Response:
    """One item."""
    wanted: str = request.path_params["id"]
    links, images = links_of(request), request.app.state.look.images

    def make(index: Index) -> bytes:
        document = index.item(wanted)
        return html(
            request,
            "item.html",
            parameters=SearchParameters(),
            document=document,
            tile=tile_of(document, images),
            paragraphs=_paragraphs(french.shortened(document.body, BODY_START_LENGTH)),
            themes=_label_links("theme", document.themes, links),
            countries=_label_links("country", document.countries, links),
            related=_related(request, index, wanted),
            canonical=links.absolute(links.item(wanted)) if request.app.state.settings.public_url else "",
            summary=structured.described(document),
            og_title=document.title,
            og_type="article",
            og_image=web_address(document.image),
            json_ld=structured.as_json_ld(structured.item(document, links.item(wanted))),
        )

    return page(request, ("contenu", wanted), make)


def _related(request: Request, index: Index, item: str) -> Markup:
    """The list of related items: every page of a portal may lead here, so it is made once for each item."""
    state = request.app.state
    today, links = state.today(), links_of(request)

    def make() -> Markup:
        found = index.related(item, RELATED_ITEMS, now=start_of(today))
        tiles = [(other, tile_of(other.document, state.look.images), links.item(other.document.id)) for other in found]
        return part(request, "_related.html", related=tiles)

    return _SECTIONS.value(index.edition, (item, today, links, state.look.digest), make)


def _label_links(field: str, labels: tuple[str, ...], links: Links) -> list[tuple[str, str]]:
    """The labels with the searches for them."""
    narrowed = links.narrowing(SearchParameters(), field)
    return [(label, narrowed(label)) for label in labels[:MAX_LABELS]]


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n") if paragraph.strip()]
