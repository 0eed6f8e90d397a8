"""Where to go next: what a search without results can do, and what lies close to one that has some."""

from dataclasses import dataclass, replace
from datetime import date

from search.analysis import fold_value
from search.index import Index
from search.request import SearchRequest
from search.results import FacetValue
from web import french
from web.choices import Choice
from web.facets import ActiveFilter
from web.links import Links
from web.parameters import SearchParameters

ASSOCIATED = 6
EXPLORED = 10
"""Labels of one field to begin with, when there is nothing else to show."""

_MOST_RELIEFS = 5
_FIELDS = ("theme", "country")


@dataclass(frozen=True, slots=True)
class Exploration:
    """The most frequent themes and countries of the portal, as searches."""

    kinds: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    countries: tuple[Choice, ...]


def reliefs(
    index: Index, parameters: SearchParameters, filters: tuple[ActiveFilter, ...], today: date, links: Links
) -> tuple[Choice, ...]:
    """For a search that found nothing: the filters, and all of them together, whose removal finds something, with how much."""
    wider = [replace(active, name=f"Sans «{french.NBSP}{active.name}{french.NBSP}»") for active in filters[:_MOST_RELIEFS]]
    if len(filters) > 1:
        wider.append(ActiveFilter("Sans aucun filtre", SearchParameters(text=parameters.text)))
    found = []
    for active in wider:
        total = index.search(replace(active.without.request(today), size=0, facet_values=0)).total
        if total:
            found.append(Choice(active.name, links.search(active.without), french.number(total)))
    return tuple(found)


def associated(facets: dict[str, tuple[FacetValue, ...]], parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    """Searches for the themes and countries that are frequent among the results and that the query does not name."""
    named = set(fold_value(parameters.text).split())
    counted = [(field, value) for field in _FIELDS for value in facets.get(field, ()) if not parameters.labels_of(field)]
    fresh = [(field, value) for field, value in counted if not set(fold_value(value.value).split()) <= named]
    best = sorted(fresh, key=lambda pair: -pair[1].count)[:ASSOCIATED]
    return tuple(replace(_search_of(field, value, links), count="") for field, value in best)


def exploration(index: Index, links: Links) -> Exploration:
    """Where a visitor without an idea can begin."""
    facets = index.search(SearchRequest(sort="date", size=0)).facets
    kinds = tuple(replace(_search_of("kind", value, links), name=french.KIND_PLURALS[value.value]) for value in facets["kind"])
    themes, countries = (tuple(_search_of(field, value, links) for value in facets[field][:EXPLORED]) for field in _FIELDS)
    return Exploration(kinds, themes, countries)


def _search_of(field: str, value: FacetValue, links: Links) -> Choice:
    found = links.search(SearchParameters(labels=((field, (value.value,)),)))
    return Choice(french.facet_value_name(field, value.value), found, french.number(value.count))
