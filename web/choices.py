"""A choice is a link that changes a search: it adds or removes a filter, or takes another order."""

from dataclasses import dataclass

from search.fields import key
from web.parameters import SearchParameters


@dataclass(frozen=True, slots=True)
class Choice:
    """``count`` is what it would bring, written in French, or empty; ``chosen`` ones are on already."""

    name: str
    href: str
    count: str = ""
    chosen: bool = False


def without_label(parameters: SearchParameters, field: str, value: str) -> SearchParameters:
    """The search without a label, however it is spelt."""
    kept = tuple(label for label in parameters.labels_of(field) if key(label) != key(value))
    return parameters.with_labels(field, kept)
