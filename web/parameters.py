"""Reads the parameters of a request, and writes them back in one canonical form (for links and for ETags).

An empty value is no value: forms send those. Unknown parameters are ignored. A bad value raises InvalidParameter.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search.addresses import canonical_address
from search.document import KINDS, MEDIA
from search.errors import InvalidParameter
from search.fields import FACETS, key
from search.moments import end_instant, is_whole_day, normalised, seconds
from search.related_filters import RelatedFilters
from search.request import FACET_VALUES, MAX_QUERY_LENGTH, NO_FILTERS, SORTS, Filters, SearchRequest, Sort
from search.suggestions import MAX_SUGGESTIONS

DEFAULT_SIZE = 10
MAX_LABELS = 50
MAX_LABEL_LENGTH = 2_000
MAX_ADDRESS_LENGTH = 2_000
DEFAULT_RELATED = 5
MAX_RELATED = 20
_DAY = 86_400
DEFAULT_SUGGESTIONS = 8

_VOCABULARIES = {"kind": KINDS, "media": MEDIA}
_TRUTHS = {"": False, "0": False, "false": False, "1": True, "true": True}
_NUMBER = re.compile(r"[0-9]{1,7}")
_YEAR = re.compile(r"[0-9]{4}")
_WORDS_ONLY = {"q"}
_LOST_PLUS = re.compile(r"(T\S+) (\d\d:?\d\d)$")

_ORDER = {name: rank for rank, name in enumerate(("q", *FACETS))}

Labels = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """The parameters of a search as they were asked: checked, without defaults. ``labels`` holds no empty field."""

    text: str = ""
    labels: Labels = ()
    since: str = ""
    until: str = ""
    upcoming: bool = False
    sort: Sort | None = None
    page: int = 1
    size: int = DEFAULT_SIZE
    explain: bool = False
    facet_values: int = FACET_VALUES

    @property
    def order(self) -> Sort:
        """The order in use: words rank; without words the newest come first, and upcoming events next first."""
        return self.sort or self.usual_order

    @property
    def usual_order(self) -> Sort:
        """The order when none is asked for."""
        if self.text.strip():
            return "relevance"
        return "date_asc" if self.upcoming else "date"

    @property
    def is_filtered(self) -> bool:
        return bool(self.labels or self.since or self.until or self.upcoming)

    def labels_of(self, field: str) -> tuple[str, ...]:
        return dict(self.labels).get(field, ())

    def with_labels(self, field: str, values: tuple[str, ...]) -> "SearchParameters":
        """The same search with these labels of one field, from its first page."""
        chosen = {**dict(self.labels), field: values}
        return replace(self, labels=tuple((name, chosen[name]) for name in FACETS if chosen.get(name)), page=1)

    def request(self, today: date) -> SearchRequest:
        """What the index is asked; "upcoming" counts from the first second of ``today``, so that a day's answers are equal."""
        filters = self._filters(today) if self.is_filtered else NO_FILTERS
        request = SearchRequest(self.text, filters, self.order, self.page, self.size, self.explain, facet_values=self.facet_values)
        return replace(request, now=seconds(today.isoformat())) if request.depends_on_the_day else request

    def _filters(self, today: date) -> Filters:
        return Filters(
            labels=self.labels,
            since=seconds(self.since) if self.since else None,
            until=_last_second(self.until) if self.until else None,
            upcoming_at=seconds(today.isoformat()) if self.upcoming else None,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults, always in the same order."""
        optional = [
            ("from", self.since),
            ("to", self.until),
            ("upcoming", "1" if self.upcoming else ""),
            ("sort", self.sort or ""),
            ("page", str(self.page) if self.page != 1 else ""),
            ("size", str(self.size) if self.size != DEFAULT_SIZE else ""),
            ("explain", "1" if self.explain else ""),
            ("facet_values", str(self.facet_values) if self.facet_values != FACET_VALUES else ""),
        ]
        labels = [(name, value) for name, values in self.labels for value in values]
        return [(name, value) for name, value in (("q", self.text), *labels, *optional) if value]

    def query_string(self) -> str:
        return urlencode(self.pairs())

    def query_around(self, field: str) -> tuple[str, str]:
        """The query string of the first page before and after one more label of ``field``, with the ``&`` between."""
        pairs = replace(self, page=1).pairs()
        place = sum(_ORDER.get(name, len(_ORDER)) <= _ORDER[field] for name, _ in pairs)
        before, after = urlencode(pairs[:place]), urlencode(pairs[place:])
        return f"{before}&" if before else "", f"&{after}" if after else ""


@dataclass(frozen=True, slots=True)
class RelatedParameters:
    """Which related items are wanted. ``max_age`` is in days, 0 for any; ``exclude`` are ids or addresses."""

    limit: int = DEFAULT_RELATED
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    max_age: int = 0
    exclude: tuple[str, ...] = ()
    explain: bool = False
    canonical: str = field(init=False, default="")
    """All of it in one form, for ETags."""

    def __post_init__(self) -> None:
        values = (self.limit, self.kinds, self.themes, self.countries, self.max_age, self.exclude, self.explain)
        object.__setattr__(self, "canonical", repr(values))

    def filters(self, today: date) -> RelatedFilters | None:
        """What the index is asked to leave out; None for nothing."""
        if not (self.kinds or self.themes or self.countries or self.max_age or self.exclude):
            return None
        since = seconds(today.isoformat()) - self.max_age * _DAY if self.max_age else None
        return RelatedFilters(self.kinds, self.themes, self.countries, since, self.exclude)


def read_search(query: QueryParams, *, swaps: bool = False) -> SearchParameters:
    """The parameters of a search; raises InvalidParameter. One character beyond the limit is kept: it tells that there are more.

    ``swaps``: of a period that ends before it begins the dates are exchanged, which persons mean; programs are told.
    """
    text = query.get("q", "")[: MAX_QUERY_LENGTH + 1]
    if query.keys() <= _WORDS_ONLY:
        return SearchParameters(text)
    since, until = _moment(query, "from"), _moment(query, "to")
    is_reversed = bool(since and until) and _last_second(until) < seconds(since)
    if is_reversed and swaps:
        since, until = until, since
    elif is_reversed:
        raise InvalidParameter("to", "La fin de la période précède son début.", remedy="Échangez « from » et « to ».")
    parameters = SearchParameters(
        text=text,
        labels=tuple((name, values) for name in FACETS if (values := _labels(query, name))),
        since=since,
        until=until,
        upcoming=_truth(query, "upcoming"),
        sort=_sort(query),
        page=_number(query, "page", 1),
        size=_number(query, "size", DEFAULT_SIZE),
        explain=_truth(query, "explain"),
        facet_values=_number(query, "facet_values", FACET_VALUES),
    )
    SearchRequest(page=parameters.page, size=parameters.size, facet_values=parameters.facet_values)
    return parameters


def read_related(query: QueryParams) -> RelatedParameters:
    """Which related items are wanted; raises InvalidParameter."""
    limit = _number(query, "limit", DEFAULT_RELATED)
    if not 1 <= limit <= MAX_RELATED:
        raise InvalidParameter("limit", f"Le nombre de contenus proches va de 1 à {MAX_RELATED}.")
    return RelatedParameters(
        limit=limit,
        kinds=_labels(query, "kind"),
        themes=_labels(query, "theme"),
        countries=_labels(query, "country"),
        max_age=_number(query, "max_age", 0),
        exclude=_excluded(query),
        explain=_truth(query, "explain"),
    )


def read_suggest_limit(query: QueryParams) -> int:
    """How many completions are wanted; raises InvalidParameter."""
    limit = _number(query, "limit", DEFAULT_SUGGESTIONS)
    if not 1 <= limit <= MAX_SUGGESTIONS:
        raise InvalidParameter("limit", f"Le nombre de propositions va de 1 à {MAX_SUGGESTIONS}.")
    return limit


def read_address(query: QueryParams) -> str:
    """The address in ``url``; raises InvalidParameter."""
    address = _value(query, "url")
    if not address:
        raise InvalidParameter("url", "L’adresse du contenu manque.", remedy="Ajoutez « ?url= » et l’adresse de la page.")
    if len(address) > MAX_ADDRESS_LENGTH:
        raise InvalidParameter("url", f"L’adresse dépasse {MAX_ADDRESS_LENGTH} caractères.")
    return address


def checked_label(name: str, value: str) -> str:
    """A label of a field, one of a closed vocabulary in its own spelling; raises InvalidParameter."""
    if len(value) > MAX_LABEL_LENGTH:
        raise InvalidParameter(name, f"Une valeur de « {name} » dépasse {MAX_LABEL_LENGTH} caractères.")
    if name == "year" and not _YEAR.fullmatch(value):
        raise InvalidParameter(name, f"Année illisible : « {_short(value)} ».", remedy="Écrivez-la en quatre chiffres : 2025.")
    if name not in _VOCABULARIES:
        return value
    if key(value) not in _VOCABULARIES[name]:
        possible = ", ".join(_VOCABULARIES[name])
        raise InvalidParameter(name, f"Valeur inconnue : « {_short(value)} ».", remedy=f"Valeurs possibles : {possible}.")
    return key(value)


def _labels(query: QueryParams, name: str) -> tuple[str, ...]:
    """The distinct labels of a field; labels of a closed vocabulary in its own spelling."""
    if name not in query:
        return ()
    values = [value for value in query.getlist(name) if value.strip()]
    if len(values) > MAX_LABELS:
        raise InvalidParameter(name, f"Le paramètre « {name} » a plus de {MAX_LABELS} valeurs.")
    return tuple({key(value): checked_label(name, value.strip()) for value in values}.values())


def _excluded(query: QueryParams) -> tuple[str, ...]:
    """Ids and addresses that are not wanted; raises InvalidParameter for an address that is none."""
    values = tuple(dict.fromkeys(value.strip() for value in query.getlist("exclude") if value.strip()))
    if len(values) > MAX_LABELS:
        raise InvalidParameter("exclude", f"Le paramètre « exclude » a plus de {MAX_LABELS} valeurs.")
    for value in values:
        try:
            canonical_address(value)
        except ValueError as error:
            raise InvalidParameter("exclude", f"Adresse illisible : « {_short(value)} ».") from error
    return values


def _number(query: QueryParams, name: str, default: int) -> int:
    value = _value(query, name)
    if not value:
        return default
    if not _NUMBER.fullmatch(value):
        raise InvalidParameter(name, f"« {_short(value)} » n’est pas un nombre entier de sept chiffres au plus.")
    return int(value)


def _truth(query: QueryParams, name: str) -> bool:
    value = _value(query, name).lower()
    if value not in _TRUTHS:
        raise InvalidParameter(name, f"Valeur inconnue : « {_short(value)} ».", remedy="Valeurs possibles : true, false, 1, 0.")
    return _TRUTHS[value]


def _sort(query: QueryParams) -> Sort | None:
    value = _value(query, "sort")
    for sort in SORTS:
        if value == sort:
            return sort  # type: ignore[return-value]
    if value:
        raise InvalidParameter("sort", f"Tri inconnu : « {_short(value)} ».", remedy=f"Tris possibles : {', '.join(SORTS)}.")
    return None


def _moment(query: QueryParams, name: str) -> str:
    """A day or an instant in its one form; the ``+`` of an offset that was sent without being encoded comes as a blank."""
    value = _LOST_PLUS.sub(r"\1+\2", _value(query, name))
    if not value:
        return ""
    try:
        moment = normalised(value)
        seconds(moment), _last_second(moment)
    except (ValueError, OverflowError) as error:
        remedy = "Écrivez une date (2025-05-26) ou une date et une heure (2025-05-26T14:00:00+02:00)."
        raise InvalidParameter(name, f"Date illisible : « {_short(value)} ».", remedy=remedy) from error
    return moment


def _value(query: QueryParams, name: str) -> str:
    """The value of a parameter, empty when it is absent, which most are: that must cost nothing."""
    return query[name].strip() if name in query else ""


def _last_second(moment: str) -> int:
    """The last second of a moment, in seconds since 1970: days are inclusive."""
    return int(end_instant(moment).timestamp()) - 1 if is_whole_day(moment) else seconds(moment)


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:80]}…"
