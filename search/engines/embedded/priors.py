"""What speaks for documents whatever their words: an article that is new, an event to come when events are asked for."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from search.engines.embedded.segment_arrays import MISSING, Array
from search.engines.embedded.snapshot import OpenSegment, Snapshot
from search.fields import ENDS_AT, MOMENT

NEWS = "article"
"""The kind of documents that age."""


class Priors:
    """Of the N documents of a snapshot, by their numbers there.

    Age is counted from the newest article, not from today, so that an index always answers the same.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def recency(self) -> Array:
        """What each gets for being new, as a share of the best score (N,)."""
        return self._snapshot.weights.recency * self.freshness

    @property
    def freshness(self) -> Array:
        """1 for the newest article, half of it for one that is ``Weights.recency_days`` older, 0 for what does not age (N,)."""
        is_news = self._of_all(_is_news)
        fresh = np.zeros(len(is_news))
        moments = self._snapshot.moments[is_news]
        fresh[is_news] = self._snapshot.weights.freshness(moments.max(initial=MISSING) - moments)
        return fresh

    def imminence(self, documents: Array, now: int) -> Array:
        """From 1 down to a half for events that are not over at ``now``, 0 for other documents (n,)."""
        to_come = np.flatnonzero(self._ends[documents] > now)
        imminent = np.zeros(len(documents))
        imminent[to_come] = self._snapshot.weights.imminence(self._snapshot.moments[documents[to_come]].astype(np.float64) - now)
        return imminent

    @cached_property
    def _ends(self) -> Array:
        return self._of_all(lambda segment: segment.arrays.numbers[ENDS_AT])

    def _of_all(self, of: Callable[[OpenSegment], Array]) -> Array:
        segments = self._snapshot.segments
        return np.concatenate([of(segment) for segment in segments]) if segments else np.zeros(0, dtype=np.int64)


def _is_news(segment: OpenSegment) -> Array:
    """Which documents of a segment are articles with a date, and not deleted (n,)."""
    kinds = segment.arrays.labels["kind"]
    row = kinds.terms.find(NEWS)
    is_news = np.zeros(segment.count, dtype=bool)
    if row >= 0:
        is_news[segment.live_of(kinds.docs_of(row))] = True
    is_news &= segment.arrays.numbers[MOMENT] != MISSING
    return is_news
