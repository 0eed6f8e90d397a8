"""Every search as a feed: ``/recherche.atom?q=…`` and the other forms of ``web.links.FEEDS``, and each event as a calendar."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.errors import ItemNotFound
from search.index import Index
from web.endpoint import Endpoint
from web.etag import conditional
from web.feeds import atom, calendar, json_feed, rss, table
from web.feeds.feed import Feed, built_at, documents_of, feed_of
from web.links import FEEDS
from web.parameters import SearchParameters, read_search
from web.templating import links_of

ENTRIES = 50
"""Of a feed: the newest."""

MOST_EVENTS = 500
MOST_ROWS = 2_000
"""Of a CSV table."""

_WRITERS: dict[str, tuple[str, Callable[[Feed], bytes], int]] = {
    "atom": (atom.MEDIA_TYPE, atom.atom, ENTRIES),
    "rss": (rss.MEDIA_TYPE, rss.rss, ENTRIES),
    "json": (json_feed.MEDIA_TYPE, json_feed.json_feed, ENTRIES),
    "ics": (calendar.MEDIA_TYPE, calendar.calendar, MOST_EVENTS),
}
_EVENTS = ("evenement",)


def subscribed(parameters: SearchParameters) -> SearchParameters:
    """What is subscribed to: all of the search, the newest first, not the page of it that is looked at."""
    return SearchParameters(
        text=parameters.text,
        labels=parameters.labels,
        since=parameters.since,
        until=parameters.until,
        upcoming=parameters.upcoming,
    )


def _feed_route(form: str) -> Callable[[Request], Response]:
    media_type, write, limit = _WRITERS[form]

    def feed(request: Request) -> Response:
        parameters = subscribed(read_search(request.query_params, swaps=True))
        wanted = replace(_searched(parameters, form), sort="date").request(request.app.state.today())
        links, portal = links_of(request), request.app.state.look.title

        def make(index: Index) -> bytes:
            documents = documents_of(index, wanted, limit)
            return write(feed_of(documents, parameters, form, links, portal, built_at(index)))

        canonical = ("feed", form, links.base, portal, repr(wanted), parameters.query_string())
        return conditional(request, request.app.state.live, canonical, media_type, make)

    return feed


def csv_table(request: Request) -> Response:
    """The rows of a search, in the order that it is read in."""
    parameters = replace(read_search(request.query_params, swaps=True), page=1)
    wanted = parameters.request(request.app.state.today())

    def make(index: Index) -> bytes:
        return table.table(documents_of(index, wanted, MOST_ROWS))

    response = conditional(request, request.app.state.live, ("table", repr(wanted)), table.MEDIA_TYPE, make)
    response.headers["Content-Disposition"] = 'attachment; filename="recherche.csv"'
    return response


def event(request: Request) -> Response:
    """One event, for the visitor's own calendar."""
    wanted: str = request.path_params["id"]
    links, portal = links_of(request), request.app.state.look.title

    def make(index: Index) -> bytes:
        document = index.item(wanted)
        if document.kind != "evenement" or not document.starts:
            raise ItemNotFound(f"« {wanted} » n’est pas un événement daté.", id=wanted)
        return calendar.calendar(feed_of([document], SearchParameters(), "ics", links, portal, built_at(index)))

    response = conditional(request, request.app.state.live, ("event", links.base, portal, wanted), calendar.MEDIA_TYPE, make)
    response.headers["Content-Disposition"] = 'attachment; filename="evenement.ics"'
    return response


def _searched(parameters: SearchParameters, form: str) -> SearchParameters:
    """A calendar has events only."""
    if form == "ics" and not parameters.labels_of("kind"):
        return parameters.with_labels("kind", _EVENTS)
    return parameters


ROUTES = (
    *(
        Route(f"/recherche.{form}", Endpoint(_feed_route(form), costly=True), methods=["GET"], name=f"feed-{form}")
        for form in FEEDS
        if form in _WRITERS
    ),
    Route("/recherche.csv", Endpoint(csv_table, costly=True), methods=["GET"], name="feed-csv"),
    Route("/agenda/{id:path}", Endpoint(event), methods=["GET"], name="event-calendar"),
)
