"""How browsers and search engines find the service: OpenSearch description, sitemap, robots.txt."""

from xml.etree.ElementTree import Element

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.errors import ItemNotFound
from search.index import Index
from web import french
from web.convertors import NUMBER
from web.endpoint import Endpoint
from web.etag import conditional
from web.feeds import atom
from web.feeds.markup import child, document
from web.links import Links
from web.templating import links_of

DESCRIPTION_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"
SITEMAP_SIZE = 10_000
"""Addresses in one sitemap; a portal with more has an index of several."""

_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SHORT_NAME, _LONG_NAME = 16, 48
"""Characters of names, at most (OpenSearch 1.1)."""


async def search_description(request: Request) -> Response:
    """What a browser needs to search here from its address bar."""
    links, title = links_of(request), request.app.state.look.title

    def make(index: Index) -> bytes:
        del index
        return _search_description(title, links)

    return conditional(request, request.app.state.live, ("opensearch", title, links.base, links.look), DESCRIPTION_TYPE, make)


def sitemap(request: Request) -> Response:
    """The pages of all items, or the list of sitemaps that have them."""
    links = links_of(request)

    def make(index: Index) -> bytes:
        count = index.count()
        return _urls(sorted(index.ids()), links) if count <= SITEMAP_SIZE else _sitemaps(count, links)

    return conditional(request, request.app.state.live, ("sitemap", links.base), "application/xml", make)


def sitemap_part(request: Request) -> Response:
    """One of several sitemaps, counted from 1."""
    links, number = links_of(request), request.path_params["number"]

    def make(index: Index) -> bytes:
        ids = sorted(index.ids())[(number - 1) * SITEMAP_SIZE : number * SITEMAP_SIZE] if number > 0 else []
        if not ids:
            raise ItemNotFound(f"Il n’y a pas de plan de site {number}.")
        return _urls(ids, links)

    return conditional(request, request.app.state.live, ("sitemap", links.base, str(number)), "application/xml", make)


async def robots(request: Request) -> Response:
    """Where the sitemap is; the API is not for robots."""
    links = links_of(request)
    text = f"User-agent: *\nDisallow: {links.root}/api/\nSitemap: {links.absolute(f'{links.root}/sitemap.xml')}\n"
    return Response(text, media_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})


ROUTES = (
    Route("/opensearch.xml", search_description, name="opensearch"),
    Route("/sitemap.xml", Endpoint(sitemap, costly=True), methods=["GET"], name="sitemap"),
    Route(f"/sitemap-{NUMBER}.xml", Endpoint(sitemap_part, costly=True), methods=["GET"], name="sitemap-part"),
    Route("/robots.txt", robots, name="robots"),
)


def _search_description(title: str, links: Links) -> bytes:
    root = Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    child(root, "ShortName", french.shortened(title, _SHORT_NAME - 1))
    child(root, "LongName", french.shortened(title, _LONG_NAME - 1))
    child(root, "Description", f"Chercher dans {title}")
    child(root, "InputEncoding", "UTF-8")
    child(root, "Language", "fr")
    child(root, "Image", links.absolute(links.file("icone.svg")), width="16", height="16", type="image/svg+xml")
    for media_type, address in (
        ("text/html", links.absolute(links.search_form)),
        (atom.MEDIA_TYPE, f"{links.absolute(links.search_form)}.atom"),
        (SUGGESTIONS_TYPE, links.absolute(f"{links.root}/suggestions")),
    ):
        rel = "suggestions" if media_type == SUGGESTIONS_TYPE else "results"
        child(root, "Url", type=media_type, rel=rel, method="get", template=f"{address}?q={{searchTerms}}")
    child(root, "Url", type=DESCRIPTION_TYPE, rel="self", template=links.absolute(links.search_description))
    return document(root)


def _urls(ids: list[str], links: Links) -> bytes:
    root = Element("urlset", {"xmlns": _SITEMAP})
    for item in ids:
        child(child(root, "url"), "loc", links.absolute(links.item(item)))
    return document(root)


def _sitemaps(count: int, links: Links) -> bytes:
    root = Element("sitemapindex", {"xmlns": _SITEMAP})
    for number in range(1, -(-count // SITEMAP_SIZE) + 1):
        child(child(root, "sitemap"), "loc", links.absolute(f"{links.root}/sitemap-{number}.xml"))
    return document(root)
