"""The page of one item: what it is, how it begins, what is close to it and why, and the link to the portal."""

from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from web import french, structured
from web.links import Links, web_address
from web.page import page
from web.parameters import MAX_LABELS, SearchParameters
from web.related import start_of
from web.shown import tile_of
from web.templating import html, links_of

BODY_START_LENGTH = 1_500
RELATED_ITEMS = 5


def item(request: Request) -> Response:
    """One item."""
    wanted: str = request.path_params["id"]
    links, images = links_of(request), request.app.state.look.images

    def make(index: Index) -> bytes:
        document = index.item(wanted)
        related = index.related(wanted, RELATED_ITEMS, now=start_of(request.app.state.today()))
        return html(
            request,
            "item.html",
            parameters=SearchParameters(),
            document=document,
            tile=tile_of(document, images),
            paragraphs=_paragraphs(french.shortened(document.body, BODY_START_LENGTH)),
            themes=_label_links("theme", document.themes, links),
            countries=_label_links("country", document.countries, links),
            related=[(other, tile_of(other.document, images)) for other in related],
            canonical=links.absolute(links.item(wanted)) if request.app.state.settings.public_url else "",
            summary=structured.described(document),
            og_title=document.title,
            og_type="article",
            og_image=web_address(document.image),
            json_ld=structured.as_json_ld(structured.item(document, links.item(wanted))),
        )

    return page(request, ("contenu", wanted), make)


def _label_links(field: str, labels: tuple[str, ...], links: Links) -> list[tuple[str, str]]:
    """The labels with the searches for them."""
    return [(label, links.search(SearchParameters(labels=((field, (label,)),)))) for label in labels[:MAX_LABELS]]


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n") if paragraph.strip()]
