"""The shapes of the JSON API. A text or a date that an item does not have is an empty string, never left out."""

import msgspec

from search.document import Document
from search.explanation import Part
from search.related import Reason, RelatedItem
from search.results import FacetValue, Hit, SearchResults
from search.suggestions import Suggestion, SuggestionKind
from web.french import shortened
from web.passage_html import passages_html

MAX_SUMMARY_LENGTH = 2_000
"""Characters of a summary in a list of hits; the item itself has all of it."""


class HitAnswer(msgspec.Struct, frozen=True, gc=False):
    """An item found. ``highlights`` maps fields to safe HTML: escaped text, matches in ``<mark>``, … where it was cut.
    ``missing`` are the words of the query, as they were typed, that the item lacks. ``pinned`` items are put first by the
    portal's editors; their score is that of their words. ``explanation`` appears when it was asked for and the order is by score.
    """

    id: str
    url: str
    kind: str
    category: str
    title: str
    summary: str
    highlights: dict[str, str]
    themes: tuple[str, ...]
    countries: tuple[str, ...]
    media: tuple[str, ...]
    published: str
    starts: str
    ends: str
    place: str
    score: float
    missing: tuple[str, ...]
    pinned: bool
    explanation: Part | msgspec.UnsetType = msgspec.UNSET


class SearchAnswer(msgspec.Struct, frozen=True):
    """One page of a search; ``total`` is exact. ``suggestion`` is the query as the portal would spell it, when that differs in
    what matters. ``nearby`` are items that do not match but are near the first hits: they fill a last page, and nothing else
    counts them. ``notes`` appears when something of the query was not read.
    """

    query: str
    total: int
    page: int
    size: int
    hits: tuple[HitAnswer, ...]
    nearby: tuple["RelatedHit", ...]
    facets: dict[str, tuple[FacetValue, ...]]
    suggestion: str | None
    generation: str
    notes: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class SuggestionAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A completion: a title (``url`` is the item's address), a theme, a country, a phrase of the portal or a frequent query."""

    text: str
    kind: SuggestionKind
    url: str = ""


class SuggestAnswer(msgspec.Struct, frozen=True):
    """What a visitor may be about to type, best first."""

    suggestions: tuple[SuggestionAnswer, ...]
    generation: str


class RelatedHit(msgspec.Struct, frozen=True):
    """A related item, with the reasons why."""

    id: str
    url: str
    title: str
    kind: str
    published: str
    score: float
    reasons: tuple[Reason, ...]
    explanation: dict[str, float] | msgspec.UnsetType = msgspec.UNSET


class RelatedAnswer(msgspec.Struct, frozen=True):
    """Related items, best first."""

    items: tuple[RelatedHit, ...]
    generation: str


class ItemAnswer(msgspec.Struct, frozen=True):
    """Everything public of an item."""

    id: str
    url: str
    kind: str
    category: str
    title: str
    summary: str
    body: str
    themes: tuple[str, ...]
    countries: tuple[str, ...]
    media: tuple[str, ...]
    authors: tuple[str, ...]
    published: str
    updated: str
    starts: str
    ends: str
    place: str
    language: str
    image: str
    generation: str


def search_answer(query: str, page: int, size: int, results: SearchResults, generation: str) -> SearchAnswer:
    """What the API says of one page of results."""
    return SearchAnswer(
        query=query,
        total=results.total,
        page=page,
        size=size,
        hits=tuple(map(hit_answer, results.hits)),
        nearby=tuple(map(_related_hit, results.nearby)),
        facets=results.facets,
        suggestion=results.suggestion,
        generation=generation,
        notes=results.notes or msgspec.UNSET,
    )


def hit_answer(hit: Hit) -> HitAnswer:
    document = hit.document
    return HitAnswer(  # in the order of its fields, which are sooner found than by their names
        document.id,
        hit.address,
        document.kind,
        document.category,
        document.title,
        shortened(document.summary, MAX_SUMMARY_LENGTH),
        passages_html(hit.highlights),
        document.themes,
        document.countries,
        document.media,
        document.published,
        document.starts,
        document.ends,
        document.place,
        round(hit.score, 4),
        hit.missing,
        hit.is_pinned,
        msgspec.UNSET if hit.explanation is None else hit.explanation,
    )


def suggest_answer(suggestions: list[Suggestion], generation: str) -> SuggestAnswer:
    """What the API says of completions."""
    return SuggestAnswer(tuple(SuggestionAnswer(one.text, one.kind, one.url) for one in suggestions), generation)


def related_answer(items: list[RelatedItem], generation: str) -> RelatedAnswer:
    """What the API says of related items."""
    return RelatedAnswer(tuple(map(_related_hit, items)), generation)


def item_answer(document: Document, generation: str) -> ItemAnswer:
    """What the API says of an item: all but where it was read, which may be a path of ours."""
    public = {name: getattr(document, name) for name in ItemAnswer.__struct_fields__ if name != "generation"}
    return ItemAnswer(**public, generation=generation)


def _related_hit(item: RelatedItem) -> RelatedHit:
    document = item.document
    return RelatedHit(
        id=document.id,
        url=document.url,
        title=document.title,
        kind=document.kind,
        published=document.published,
        score=round(item.score, 4),
        reasons=item.reasons,
        explanation=msgspec.UNSET if item.explanation is None else item.explanation,
    )
