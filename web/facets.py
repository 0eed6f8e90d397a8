"""What narrows a search: the tabs of its kinds, its facets, and the filters in use with the links that remove them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.document import KINDS
from search.fields import key
from search.index import Index
from search.request import FACET_VALUES, SearchRequest
from search.results import FacetValue
from web import french
from web.choices import Choice, without_label
from web.links import Links
from web.parameters import SearchParameters

SHOWN_VALUES = 6
"""Values of a facet shown at once; the rest is one click away."""

CONSIDERED_VALUES = 60
"""The most frequent values, of which a page shows the newest years, and finds what to go on with."""

TABBED = "kind"
"""The facet that has tabs of its own."""

Counts = dict[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet: those shown at once, and the others."""

    field: str
    name: str
    shown: tuple[Choice, ...]
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in use; ``without`` is the search that lacks it."""

    name: str
    without: SearchParameters


def full_counts(index: Index, request: SearchRequest, counts: Counts) -> Counts:
    """The counts, where a facet with a chosen value counts as if it had none: what each of its values would bring."""
    widened = dict(counts)
    for name, _ in request.filters.labels:
        others = tuple(pair for pair in request.filters.labels if pair[0] != name)
        wider = replace(request, filters=replace(request.filters, labels=others), page=1, size=0)
        widened[name] = index.search(wider).facets[name]
    return widened


def kind_tabs(counts: Counts, parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    """One tab for everything and one for each kind that has something; none when there is but one kind to see."""
    found = {counted.value: counted.count for counted in counts[TABBED]}
    chosen = parameters.labels_of(TABBED)
    if len(found) < 2 and not chosen:
        return ()
    everything = links.search(parameters.with_labels(TABBED, ()))
    tabs = [Choice("Tout", everything, french.number(sum(found.values())), chosen=not chosen)]
    for kind in KINDS:
        if kind in found or kind in chosen:
            href = links.search(parameters.with_labels(TABBED, (kind,)))
            tabs.append(Choice(french.KIND_PLURALS[kind], href, french.number(found.get(kind, 0)), chosen=chosen == (kind,)))
    return tuple(tabs)


def facet_groups(counts: Counts, parameters: SearchParameters, links: Links, labels: Mapping[str, str]) -> tuple[FacetGroup, ...]:
    """The facets that have something to choose; ``labels`` has their order and their names."""
    groups = []
    for field, name in labels.items():
        choices = () if field == TABBED else _choices(field, counts.get(field, ()), parameters, links)
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            groups.append(FacetGroup(field, name, choices[:SHOWN_VALUES], choices[SHOWN_VALUES:FACET_VALUES]))
    return tuple(groups)


def active_filters(parameters: SearchParameters, labels: Mapping[str, str]) -> tuple[ActiveFilter, ...]:
    """The filters in use, but for the kind whose tab is chosen."""
    found = []
    for field, values in parameters.labels:
        if field == TABBED in labels and len(values) == 1:
            continue
        for value in values:
            shown = f"{labels.get(field, french.FACET_NAMES[field])}{french.NBSP}: {french.facet_value_name(field, value)}"
            found.append(ActiveFilter(shown, without_label(parameters, field, value)))
    if parameters.upcoming:
        found.append(ActiveFilter("Événements à venir", replace(parameters, upcoming=False, page=1)))
    if parameters.since:
        found.append(ActiveFilter(f"Depuis le {french.moment(parameters.since)}", replace(parameters, since="", page=1)))
    if parameters.until:
        found.append(ActiveFilter(f"Jusqu’au {french.moment(parameters.until)}", replace(parameters, until="", page=1)))
    return tuple(found)


def _choices(field: str, counts: tuple[FacetValue, ...], parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    chosen = {key(value) for value in parameters.labels_of(field)}
    if field == "year":
        counts = tuple(sorted(counts, key=lambda counted: counted.value, reverse=True))
    first = sorted(counts[: FACET_VALUES + len(chosen)], key=lambda counted: key(counted.value) not in chosen)
    with_value = links.narrowing(parameters, field)
    choices = []
    for counted in first:
        on = bool(chosen) and key(counted.value) in chosen
        href = links.search(without_label(parameters, field, counted.value)) if on else with_value(counted.value)
        choices.append(Choice(french.facet_value_name(field, counted.value), href, french.number(counted.count), on))
    return tuple(choices)
