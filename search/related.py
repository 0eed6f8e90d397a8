"""Serves related items from the neighbour table that ``indexer.related`` learnt: plain arrays, one read an item."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from search.analysis import Analyser
from search.document import KINDS, Document
from search.nearest_texts import TermWeights, cosines, shared_words, weighted
from search.neighbour_files import GONE
from search.neighbour_lists import NeighbourList
from search.neighbour_table import NeighbourTable
from search.related_filters import RelatedFilters, wanted_rows

PARTS = ("text", "title", "opening", "labels", "mention")
NO_MOMENT = -(2**62)
REPORT, ANNOUNCEMENT = 1, 2
_EVENT_REASONS = {REPORT: "report", ANNOUNCEMENT: "announcement"}
_EVENT = KINDS.index("evenement")
_SAME_TEXT = 0.97
"""A text this close to an item is that item."""


class Reason(msgspec.Struct, frozen=True):
    """Why an item is related, with the labels or words that both have: ``country``, ``theme``, ``words``.

    ``report`` and ``announcement`` say what the related item is to the event that both are about; their value is its title.
    ``result`` is the result of a search that an item near it is nearest to, by its title.
    """

    type: str
    values: tuple[str, ...]


class RelatedItem(msgspec.Struct, frozen=True):
    """A related item with the reasons that a reader is shown; ``document`` lacks its texts, ``explanation`` is on demand."""

    document: Document
    score: float
    reasons: tuple[Reason, ...]
    explanation: dict[str, float] | None = None


class RelatedItems:
    """What the items of a neighbour table are related to."""

    def __init__(self, table: NeighbourTable) -> None:
        self.table = table

    def first_related(self) -> str:
        """The id of the first item with an address and a neighbour; empty when there is none."""
        for row in self.table.arrays["address_rows"].tolist():
            document = self.table.card(row)
            is_there = self.table.groups[row] >= 0 and self.table.lists.of(row).rows
            if is_there and document.url.startswith(("http://", "https://")):
                return document.id
        return ""

    def of_row(
        self, row: int, limit: int, filters: RelatedFilters | None = None, now: int | None = None, *, explain: bool = False
    ) -> list[RelatedItem]:
        """The neighbours of an item, best first. For an event, those that are over at ``now`` come after those to come."""
        listed = self.table.lists.of(row)
        ranks = list(range(len(listed.rows)))
        if filters:
            wanted = wanted_rows(self.table, filters)
            ranks = [rank for rank in ranks if wanted[listed.rows[rank]]]
        if now is not None and self.table.arrays["kinds"][row] == _EVENT:
            ranks = self._upcoming_first(ranks, listed.rows, now)
        own = set(self.table.labels_of(row))
        return [self._neighbour(own, listed, rank, explain=explain) for rank in ranks[:limit]]

    def neighbour(self, row: int, rank: int) -> RelatedItem:
        """The neighbour at a rank in the list of an item."""
        return self._neighbour(set(self.table.labels_of(row)), self.table.lists.of(row), rank)

    def of_text(
        self,
        text: str,
        analyser: Analyser,
        limit: int,
        filters: RelatedFilters | None = None,
        besides: Sequence[int] = (),
        *,
        explain: bool = False,
    ) -> list[RelatedItem]:
        """The items closest to a text that is not indexed: the cosine of their TF-IDF vectors, with the priors.

        An item with the same text is left out with its group, and so are the groups of the rows ``besides``.
        """
        weights = weighted(self.table, analyser.stems(text))
        near, groups = cosines(self.table, weights), self.table.groups
        left_out = {GONE} | {int(groups[row]) for row in (*besides, *np.flatnonzero(near >= _SAME_TEXT).tolist())}
        priors = self.table.arrays["priors"]
        scores = near * priors
        if filters:
            scores[~wanted_rows(self.table, filters)] = 0
        best = _distinct(np.argsort(-scores, kind="stable"), groups, limit, left_out)
        found = [row for row in best if scores[row] > 0]
        parts = [{"similarity": round(float(near[row]), 4), "prior": round(float(priors[row]), 4)} for row in found]
        return [
            self._similar(row, float(scores[row]), weights, explanation if explain else None)
            for row, explanation in zip(found, parts, strict=True)
        ]

    def _neighbour(self, own: set[int], listed: NeighbourList, rank: int, *, explain: bool = False) -> RelatedItem:
        """The neighbour at a rank of the list of an item with its ``own`` labels."""
        other = listed.rows[rank]
        document = self.table.card(other)
        reasons = self._reasons(document, listed.events[rank], self._shared_labels(own, other), listed.words[rank])
        return RelatedItem(document, listed.scores[rank], reasons, self._explanation(listed, rank) if explain else None)

    def _reasons(self, document: Document, event: int, labels: list[Reason], terms: list[int]) -> tuple[Reason, ...]:
        found = [Reason(_EVENT_REASONS[event], (document.title,)), *labels] if event else labels
        words = tuple([self.table.spellings[term] for term in terms if term >= 0])
        return (*found, Reason("words", words)) if words else tuple(found)

    def _similar(self, row: int, score: float, weights: TermWeights, explanation: dict[str, float] | None) -> RelatedItem:
        words = shared_words(self.table, weights, row)
        reasons = (Reason("words", words),) if words else ()
        return RelatedItem(self.table.card(row), score, reasons, explanation)

    def _shared_labels(self, own: set[int], other: int) -> list[Reason]:
        shared = [code for code in self.table.labels_of(other) if code in own]
        if not shared:
            return []
        names, is_theme = self.table.label_names, self.table.is_theme
        countries = tuple([names[code] for code in shared if not is_theme(code)])
        themes = tuple([names[code] for code in shared if is_theme(code)])
        return [Reason(name, values) for name, values in (("country", countries), ("theme", themes)) if values]

    def _explanation(self, listed: NeighbourList, rank: int) -> dict[str, float]:
        """The parts of the similarity, its sum, the factor of the item, and what diversity took away."""
        parts = {name: float(value) for name, value in zip(PARTS, listed.parts[rank], strict=True)}
        similarity, prior = float(listed.similarities[rank]), float(self.table.arrays["priors"][listed.rows[rank]])
        parts["event"] = max(similarity - sum(parts.values()), 0.0) if listed.events[rank] else 0.0
        diversity = listed.scores[rank] - similarity * prior
        explained = {**parts, "similarity": similarity, "prior": prior, "diversity": diversity}
        return {name: round(value, 4) for name, value in explained.items()}

    def _upcoming_first(self, ranks: list[int], rows: list[int], now: int) -> list[int]:
        """The ranks, those of events that are over after those of events to come; what is no event keeps its place."""
        kinds, ends_at = self.table.arrays["kinds"], self.table.arrays["ends_at"]
        events = [rank for rank in ranks if kinds[rows[rank]] == _EVENT]
        in_order = iter(sorted(events, key=lambda rank: bool(ends_at[rows[rank]] <= now)))
        return [next(in_order) if kinds[rows[rank]] == _EVENT else rank for rank in ranks]


def _distinct(order: npt.NDArray[np.int64], groups: npt.NDArray[np.int32], limit: int, left_out: set[int]) -> Iterator[int]:
    """The first rows of the order, at most one of each group."""
    seen = set(left_out)
    for row in map(int, order):
        if len(seen) - len(left_out) == limit:
            return
        if groups[row] >= 0 and int(groups[row]) not in seen:
            seen.add(int(groups[row]))
            yield row
