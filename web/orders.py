"""The orders in which a search can be read."""

from dataclasses import replace

from search.request import Sort
from web.choices import Choice
from web.links import Links
from web.parameters import SearchParameters

_NAMES: tuple[tuple[Sort, str], ...] = (
    ("relevance", "Pertinence"),
    ("date", "Récents"),
    ("date_asc", "Anciens"),
)
_UPCOMING_NAMES: dict[Sort, str] = {"date": "Lointains", "date_asc": "Proches"}


def sort_choices(parameters: SearchParameters, links: Links) -> tuple[Choice, ...]:
    """The orders. Without words there is nothing to be relevant to."""
    has_words = bool(parameters.text.strip())
    choices = []
    names = _NAMES[:1] + _NAMES[:0:-1] if parameters.upcoming else _NAMES
    for sort, usual in names:
        if has_words or sort != "relevance":
            name = _UPCOMING_NAMES.get(sort, usual) if parameters.upcoming else usual
            asked = None if sort == parameters.usual_order else sort
            choices.append(Choice(name, links.search(replace(parameters, sort=asked, page=1)), chosen=parameters.order == sort))
    return tuple(choices)
