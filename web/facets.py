"""What the search page shows beside its results: filters to add or remove, orders, and pages to go to."""

from dataclasses import dataclass, replace

from search.fields import FACETS, key
from search.index import Index
from search.request import SearchRequest, Sort
from search.results import FacetValue
from web import french
from web.links import Links
from web.parameters import SearchParameters

SHOWN_VALUES = 8
"""Values of a facet shown at once; the rest is one click away."""

_MOST_VALUES = 60
_SORT_NAMES: tuple[tuple[Sort, str], ...] = (
    ("relevance", "Pertinence"),
    ("date", "Plus récents"),
    ("date_asc", "Plus anciens"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes the search: ``chosen`` ones are on already."""

    name: str
    href: str
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet: those shown at once, and the others."""

    name: str
    shown: tuple[Choice, ...]
    others: tuple[Choice, ...]


def full_counts(
    index: Index, request: SearchRequest, counts: dict[str, tuple[FacetValue, ...]]
) -> dict[str, tuple[FacetValue, ...]]:
    """The counts, where a facet with a chosen value counts as if it had none: what each of its values would bring."""
    widened = dict(counts)
    for name, _ in request.filters.labels:
        others = tuple(pair for pair in request.filters.labels if pair[0] != name)
        wider = replace(request, filters=replace(request.filters, labels=others), page=1, size=0)
        widened[name] = index.search(wider).facets[name]
    return widened


def facet_groups(counts: dict[str, tuple[FacetValue, ...]], parameters: SearchParameters, links: Links) -> tuple[FacetGroup, ...]:
    """The facets that have something to choose, in the order of answers."""
    groups = []
    for name in FACETS:
        choices = _choices(name, counts.get(name, ()), parameters, links)
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            groups.append(FacetGroup(french.FACET_NAMES[name], choices[:SHOWN_VALUES], choices[SHOWN_VALUES:_MOST_VALUES]))
    return tuple(groups)


def active_filters(parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    """The filters in use, each with the link that removes it."""
    found = []
    for field, values in parameters.labels:
        for value in values:
            name = f"{french.FACET_NAMES[field]}{french.NBSP}: {french.facet_value_name(field, value)}"
            found.append(Choice(name, links.search(_without(parameters, field, value))))
    if parameters.upcoming:
        found.append(Choice("Événements à venir", links.search(replace(parameters, upcoming=False, page=1))))
    if parameters.since:
        name = f"Depuis le {french.moment(parameters.since)}"
        found.append(Choice(name, links.search(replace(parameters, since="", page=1))))
    if parameters.until:
        name = f"Jusqu’au {french.moment(parameters.until)}"
        found.append(Choice(name, links.search(replace(parameters, until="", page=1))))
    return tuple(found)


def sort_choices(parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    """The orders. Without words there is nothing to be relevant to."""
    has_words = bool(parameters.text.strip())
    choices = []
    for sort, name in _SORT_NAMES:
        if has_words or sort != "relevance":
            asked = None if sort == parameters.usual_order else sort
            choices.append(Choice(name, links.search(replace(parameters, sort=asked, page=1)), chosen=parameters.order == sort))
    return tuple(choices)


@dataclass(frozen=True, slots=True)
class Pages:
    """Links to the other pages. ``numbers`` holds None where numbers are left out."""

    previous: str
    following: str
    numbers: tuple[Choice | None, ...]


def pages_of(parameters: SearchParameters, total: int, links: Links) -> Pages | None:
    """The pages of a search, or None when one holds everything."""
    last = -(-total // parameters.size) if parameters.size else 0
    if last <= 1:
        return None

    def link(page: int) -> str:
        return links.search(replace(parameters, page=page))

    wanted = sorted({1, last, *range(max(1, parameters.page - 1), min(last, parameters.page + 1) + 1)})
    numbers: list[Choice | None] = []
    before = 0
    for page in wanted:
        if page > before + 1:
            numbers.append(None)
        numbers.append(Choice(french.number(page), link(page), chosen=page == parameters.page))
        before = page
    return Pages(
        previous=link(min(parameters.page - 1, last)) if parameters.page > 1 else "",
        following=link(parameters.page + 1) if parameters.page < last else "",
        numbers=tuple(numbers),
    )


def _choices(name: str, counts: tuple[FacetValue, ...], parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    chosen = {key(value) for value in parameters.labels_of(name)}
    if name == "year":
        counts = tuple(sorted(counts, key=lambda counted: counted.value, reverse=True))
    choices = []
    for counted in counts:
        on = key(counted.value) in chosen
        changed = _without(parameters, name, counted.value) if on else _with(parameters, name, counted.value)
        label = french.facet_value_name(name, counted.value)
        choices.append(Choice(label, links.search(changed), french.number(counted.count), on))
    return tuple(sorted(choices, key=lambda choice: not choice.chosen))


def _with(parameters: SearchParameters, field: str, value: str) -> SearchParameters:
    return parameters.with_labels(field, (*parameters.labels_of(field), value))


def _without(parameters: SearchParameters, field: str, value: str) -> SearchParameters:
    kept = tuple(label for label in parameters.labels_of(field) if key(label) != key(value))
    return parameters.with_labels(field, kept)
