"""The pages in French: a search that works without JavaScript, without a cookie and without a third party."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from search.document import Document
from search.index import Index
from search.results import Hit, SearchResults
from web import french
from web.answers import highlight_html
from web.etag import FOREVER, conditional
from web.facets import active_filters, facet_groups, full_counts, pages_of, sort_choices
from web.links import Links, web_address
from web.parameters import MAX_LABELS, SearchParameters, read_search
from web.templating import STATIC, html, links_of

MAX_TEXT_LENGTH = 1_000
"""Characters of a query that the page reads: they come back in each of its links."""

BODY_START_LENGTH = 1_500
HOME_ITEMS = 5
RELATED_ITEMS = 5

_HTML = "text/html"


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the page shows it; ``title`` and ``passage`` are safe HTML."""

    document: Document
    title: Markup
    passage: Markup
    href: str
    about: str


async def home(request: Request) -> Response:
    """The search box, the next events and the latest publications."""
    today = request.app.state.today()
    links = links_of(request)
    upcoming = SearchParameters(upcoming=True, size=HOME_ITEMS)
    latest = SearchParameters(labels=(("kind", ("article", "ressource")),), size=HOME_ITEMS)

    def make(index: Index) -> bytes:
        return html(
            request,
            "home.html",
            parameters=SearchParameters(),
            count=index.count(),
            upcoming=_shown_hits(index.search(upcoming.request(today)), links),
            latest=_shown_hits(index.search(latest.request(today)), links),
            upcoming_href=links.search(replace(upcoming, size=10)),
            latest_href=links.search(replace(latest, size=10)),
        )

    return _page(request, ("home",), make)


async def search(request: Request) -> Response:
    """The results of a search, with its filters. Without words the newest come first."""
    asked = read_search(request.query_params)
    parameters = replace(asked, text=_printable(asked.text[:MAX_TEXT_LENGTH]), explain=False)
    wanted = parameters.request(request.app.state.today())
    links = links_of(request)

    def make(index: Index) -> bytes:
        results = index.search(wanted)
        counts = full_counts(index, wanted, results.facets)
        return html(
            request,
            "search.html",
            parameters=parameters,
            phrase=french.results_phrase(results.total, parameters.text),
            is_cut=len(asked.text) > MAX_TEXT_LENGTH,
            total=results.total,
            hits=_shown_hits(results, links),
            filters=active_filters(parameters, links),
            unfiltered_href=links.search(SearchParameters(text=parameters.text)),
            upcoming_href="" if parameters.upcoming else links.search(replace(parameters, upcoming=True, sort=None, page=1)),
            facets=facet_groups(counts, parameters, links),
            sorts=sort_choices(parameters, links),
            pages=pages_of(parameters, results.total, links),
            first_page_href=links.search(replace(parameters, page=1)),
        )

    return _page(request, ("recherche", str(len(asked.text) > MAX_TEXT_LENGTH), repr(wanted), parameters.query_string()), make)


async def item(request: Request) -> Response:
    """One item: what it is, how it begins, what is close to it and why, and the link to the portal."""
    wanted: str = request.path_params["id"]
    links = links_of(request)

    def make(index: Index) -> bytes:
        document = index.item(wanted)
        return html(
            request,
            "item.html",
            parameters=SearchParameters(),
            document=document,
            paragraphs=_paragraphs(french.shortened(document.body, BODY_START_LENGTH)),
            themes=_label_links("theme", document.themes, links),
            countries=_label_links("country", document.countries, links),
            related=index.related(wanted, RELATED_ITEMS),
            canonical=links.canonical(links.item(wanted)),
        )

    return _page(request, ("contenu", wanted), make)


class _VersionedFiles(StaticFiles):
    """Our own files: the address of each carries its version, so clients keep them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = FOREVER
        return response


ROUTES: tuple[BaseRoute, ...] = (
    Route("/", home, name="home"),
    Route("/recherche", search, name="search"),
    Route("/contenu/{id:path}", item, name="item"),
    Mount("/static", _VersionedFiles(directory=STATIC), name="static"),
)


def _page(request: Request, canonical: tuple[str, ...], make: Callable[[Index], bytes]) -> Response:
    """A page of the live index; what it depends on beyond its own parameters is the same for all."""
    state = request.app.state
    around = (
        request.scope.get("root_path", ""),
        state.settings.title,
        state.settings.public_url,
        state.style,
        state.look,
        state.today().isoformat(),
    )
    return conditional(request, state.live, ("page", *around, *canonical), _HTML, make)


def _shown_hits(results: SearchResults, links: Links) -> list[ShownHit]:
    return [_shown_hit(hit, links) for hit in results.hits]


def _shown_hit(hit: Hit, links: Links) -> ShownHit:
    about = links.item(hit.document.id)
    return ShownHit(
        document=hit.document,
        title=highlight_html(hit.highlights["title"]),
        passage=_passage(hit),
        href=web_address(hit.address) or about,
        about=about,
    )


def _passage(hit: Hit) -> Markup:
    """The summary when it has a match or nothing has one, else the passage of the body that does."""
    passages = [hit.highlights[field] for field in ("summary", "body") if field in hit.highlights]
    matching = [passage for passage in passages if any(marked for _, marked in passage.pieces)]
    chosen = (matching or passages)[:1]
    return highlight_html(chosen[0]) if chosen else Markup("")


def _label_links(field: str, labels: tuple[str, ...], links: Links) -> list[tuple[str, str]]:
    """The labels with the searches for them."""
    return [(label, links.search(SearchParameters(labels=((field, (label,)),)))) for label in labels[:MAX_LABELS]]


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in text.split("\n") if paragraph.strip()]


def _printable(text: str) -> str:
    """The text without the characters that no page may hold (NUL and its kin): blanks instead."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cs"} else character for character in text)
