"""The page of a search: its results, what narrows it, and where else to go."""

from dataclasses import replace
from typing import Any

from msgspec import structs
from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from search.related import RelatedItem
from search.request import FACET_VALUES, SearchRequest
from search.results import SearchResults
from web import french, structured
from web.advice import associated, exploration, reliefs
from web.facets import CONSIDERED_VALUES, TABBED, active_filters, facet_groups, full_counts, kind_tabs
from web.feeds.routes import MOST_ROWS, subscribed
from web.links import FEEDS, Links, web_address
from web.orders import sort_choices
from web.page import page
from web.pagination import pages_of
from web.parameters import DEFAULT_SIZE, SearchParameters, read_search
from web.shown import Tile, shown_hits, tile_of
from web.statistics.noting import note
from web.statistics.observations import MAX_LENGTH
from web.templating import html, links_of
from web.typed import MAX_TEXT_LENGTH, shown_text
from web.understanding import understood_words


def search(request: Request) -> Response:
    """The results of a search, with its filters. Without words the newest come first."""
    asked = read_search(request.query_params, swaps=True)
    parameters = replace(asked, text=shown_text(asked.text), facet_values=FACET_VALUES)
    wanted = replace(parameters.request(request.app.state.today()), facet_values=CONSIDERED_VALUES)
    is_cut = len(asked.text) > MAX_TEXT_LENGTH

    def make(index: Index) -> bytes:
        results = index.search(wanted)
        note(request, wanted, results)
        return html(
            request,
            "search.html",
            parameters=parameters,
            phrase=french.results_phrase(results.total, parameters.text),
            is_cut=is_cut,
            is_shortened="requete-abregee" in results.notes,
            total=results.total,
            most_rows=MOST_ROWS,
            **_beside(request, index, wanted, parameters, results),
            counted=_counted(request, index, parameters),
            **(_found(request, parameters, results) if results.total else _nothing(request, index, parameters)),
        )

    return page(request, ("recherche", str(is_cut), repr(wanted), parameters.query_string()), make)


def _beside(
    request: Request, index: Index, wanted: SearchRequest, parameters: SearchParameters, results: SearchResults
) -> dict[str, Any]:
    """What every page of a search has, whether it found something or not."""
    labels, links = request.app.state.look.facets, links_of(request)
    counts = full_counts(index, wanted, results.facets)
    filters = active_filters(parameters, labels)
    return {
        "filters": [(active.name, links.search(active.without)) for active in filters],
        "unfiltered_href": links.search(SearchParameters(text=parameters.text)),
        "upcoming_href": "" if parameters.upcoming else links.search(_upcoming(parameters)),
        "tabs": kind_tabs(counts, parameters, links) if TABBED in labels else (),
        "facets": facet_groups(counts, parameters, links, labels),
        "words": understood_words(parameters.text),
        "explain_href": _other_explanation(parameters, links) if results.total else "",
        "subscription": _subscription(
            parameters, links, has_events=any(count.value == "evenement" for count in results.facets["kind"])
        ),
        "suggestion": _suggestion(results, parameters, links),
    }


def _found(request: Request, parameters: SearchParameters, results: SearchResults) -> dict[str, Any]:
    links, images = links_of(request), request.app.state.look.images
    hits = shown_hits(results, links, images)
    return {
        "hits": hits,
        "nearby": [_shown_near(item, results, links, images) for item in results.nearby],
        "json_ld": structured.as_json_ld(structured.result_list(hits, (parameters.page - 1) * parameters.size + 1)),
        "sorts": sort_choices(parameters, links),
        "pages": pages_of(parameters, results.total, links),
        "first_page_href": links.search(replace(parameters, page=1)),
        "associated": associated(results.facets, parameters, links),
    }


def _shown_near(item: RelatedItem, results: SearchResults, links: Links, images: tuple[str, ...]) -> tuple[RelatedItem, Tile, str]:
    """An item near the results, its tile and its link; which result it is nearest to is told when there are several."""
    told = tuple(reason for reason in item.reasons if reason.type != "result" or results.total > 1)
    href = web_address(item.document.url) or links.item(item.document.id)
    return structs.replace(item, reasons=told), tile_of(item.document, images), href


def _counted(request: Request, index: Index, parameters: SearchParameters) -> dict[str, str]:
    """What the script needs to tell which result was opened; nothing when queries are not counted."""
    if request.app.state.recorder is None or not 0 < len(parameters.text.strip()) <= MAX_LENGTH:
        return {}
    first = (parameters.page - 1) * parameters.size + 1
    return {"clicks": links_of(request).clicks, "query": parameters.text, "first": str(first), "generation": index.generation}


def _nothing(request: Request, index: Index, parameters: SearchParameters) -> dict[str, Any]:
    """Ways out of a search that found nothing."""
    links = links_of(request)
    filters = active_filters(parameters, request.app.state.look.facets)
    return {
        "reliefs": reliefs(index, parameters, filters, request.app.state.today(), links),
        "explored": exploration(index, links),
    }


def _subscription(parameters: SearchParameters, links: Links, *, has_events: bool) -> dict[str, str]:
    """The addresses of the search's feeds; of its calendar only when there are events in it."""
    whole = subscribed(parameters)
    forms = [form for form in FEEDS if has_events or form != "ics"]
    addresses = {form: links.feed(whole, form) for form in forms}
    return addresses | {"csv": links.feed(replace(parameters, page=1, size=DEFAULT_SIZE), "csv")}


def _upcoming(parameters: SearchParameters) -> SearchParameters:
    return replace(parameters, upcoming=True, sort=None, page=1)


def _other_explanation(parameters: SearchParameters, links: Links) -> str:
    """The same page with the explanation of each score, or without it; nothing when there are no scores."""
    return links.search(replace(parameters, explain=not parameters.explain)) if parameters.order == "relevance" else ""


def _suggestion(results: SearchResults, parameters: SearchParameters, links: Links) -> tuple[str, str] | None:
    """What the visitor may have meant, with the search for it."""
    if results.suggestion is None:
        return None
    return results.suggestion, links.search(replace(parameters, text=results.suggestion, page=1))
