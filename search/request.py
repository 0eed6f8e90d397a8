"""What is asked of a search, as a value."""

from dataclasses import dataclass
from typing import Literal, get_args

from search.errors import InvalidParameter
from search.event_words import may_ask_for_events
from search.fields import key

Sort = Literal["relevance", "date", "date_asc"]
SORTS: tuple[str, ...] = get_args(Sort)

MAX_PAGE_SIZE = 100
FACET_VALUES, MAX_FACET_VALUES = 24, 1_000
"""Values of each facet in an answer: unless a number is asked for as many as a page shows, and at most."""

MAX_QUERY_LENGTH = 10_000
"""Characters of a query that are read; the rest is ignored, and the answer says so."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a result must fulfil. Several labels of one field widen it (or), several fields narrow it (and).

    ``labels`` maps the names of ``search.fields.LABEL_FIELDS`` to labels in any spelling. ``since`` and ``until`` bound the
    document's reference date, in seconds since 1970, both inclusive. ``upcoming_at`` keeps events not over at that instant.
    """

    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: int | None = None
    until: int | None = None
    upcoming_at: int | None = None


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One page of one search. ``page`` counts from 1; ``size`` is the number of hits a page, ``facet_values`` the most values that
    a facet has.

    ``now``, in seconds since 1970, is when events are asked for (see ``depends_on_the_day``); without it no event is to come.
    """

    text: str = ""
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    explain: bool = False
    now: int | None = None
    facet_values: int = FACET_VALUES

    def __post_init__(self) -> None:
        if self.page < 1:
            raise InvalidParameter("page", "La page doit être au moins 1.")
        if not 0 <= self.size <= MAX_PAGE_SIZE:
            raise InvalidParameter("size", f"Le nombre de résultats par page va de 0 à {MAX_PAGE_SIZE}.")
        if not 0 <= self.facet_values <= MAX_FACET_VALUES:
            raise InvalidParameter("facet_values", f"Le nombre de valeurs par facette va de 0 à {MAX_FACET_VALUES}.")
        if self.sort not in SORTS:
            raise InvalidParameter("sort", f"Tri inconnu : « {self.sort} ».", remedy=f"Tris possibles : {', '.join(SORTS)}.")

    @property
    def wants_events(self) -> bool:
        """Whether the filters leave nothing but events."""
        if not self.filters.labels or self.filters.upcoming_at is not None:
            return self.filters.upcoming_at is not None
        return {key(kind) for kind in dict(self.filters.labels).get("kind", ())} == {"evenement"}

    @property
    def depends_on_the_day(self) -> bool:
        """Whether the answer may depend on ``now``."""
        return self.wants_events or may_ask_for_events(self.text)

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * self.size
