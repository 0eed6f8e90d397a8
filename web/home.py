"""The first page: the search box, what comes next, what is new, and where to begin."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from web import structured
from web.advice import exploration
from web.links import FEEDS
from web.page import page
from web.parameters import SearchParameters
from web.shown import shown_hits
from web.templating import html, links_of

ITEMS = 5
UPCOMING = SearchParameters(labels=(("kind", ("evenement",)),), upcoming=True)
LATEST = SearchParameters(labels=(("kind", ("article", "ressource")),))


def home(request: Request) -> Response:
    """The search box, the next events and the latest publications."""
    today, links, images = request.app.state.today(), links_of(request), request.app.state.look.images

    def make(index: Index) -> bytes:
        return html(
            request,
            "home.html",
            parameters=SearchParameters(),
            subscription={form: links.feed(SearchParameters(), form) for form in FEEDS},
            count=index.count(),
            canonical=links.absolute(links.home) if request.app.state.settings.public_url else "",
            summary="Articles, événements et ressources\u00a0: cherchez, filtrez, abonnez-vous.",
            og_title=request.app.state.look.title,
            og_type="website",
            og_image="",
            json_ld=structured.as_json_ld(structured.site(request.app.state.look.title, links)),
            explored=exploration(index, links),
            upcoming=shown_hits(index.search(replace(UPCOMING, size=ITEMS, facet_values=0).request(today)), links, images),
            latest=shown_hits(index.search(replace(LATEST, size=ITEMS, facet_values=0).request(today)), links, images),
            upcoming_href=links.search(UPCOMING),
            latest_href=links.search(LATEST),
        )

    return page(request, ("home",), make)
