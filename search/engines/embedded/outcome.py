"""The outcome of a search in each segment: the set of all that matches, and the documents that can be on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engine import EngineQuery
from search.engines.embedded import any_word, bits
from search.engines.embedded.evaluation import Scored, Target, evaluate, word_impacts
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import best
from search.engines.embedded.snapshot import Snapshot
from search.query import AnyWord, Query, filter_query


@dataclass(frozen=True, slots=True)
class Outcome:
    """``matched`` holds a set of documents for each segment (see ``bits``). ``documents`` (n,) are numbers in the snapshot.

    ``scores`` float64 (n,) are 0 when the order is by date.
    """

    matched: Sequence[Array]
    documents: Array
    scores: Array

    @property
    def total(self) -> int:
        """How many documents match."""
        return sum(map(bits.size, self.matched))


def outcome(query: EngineQuery, snapshot: Snapshot) -> Outcome:
    """What a query gives: the documents that can be on its page, in no order, and all that match."""
    passing = filter_query(query.filters)
    parts = [_in_segment(query, Target(snapshot, number), passing) for number in range(len(snapshot.segments))]
    if not parts:
        return Outcome([], np.zeros(0, dtype=np.int64), np.zeros(0))
    documents = [segment.base + docs.astype(np.int64) for segment, (_, docs, _) in zip(snapshot.segments, parts, strict=True)]
    return Outcome(
        [matched for matched, _, _ in parts], np.concatenate(documents), np.concatenate([scores for _, _, scores in parts])
    )


def _in_segment(query: EngineQuery, on: Target, passing: Query | None) -> tuple[Array, Array, Array]:
    """The set of what matches in a segment, and the documents that can be on the page with their scores."""
    allowed = _allowed(passing, on)
    wanted = query.offset + query.limit
    if isinstance(query.tree, AnyWord):
        words = [word for word in word_impacts(query.tree, on) if word is not None]
        if words and query.sort == "relevance" and any_word.fits(words):
            matched = any_word.matching(words)
            if allowed is not None:
                matched = matched & bits.packed(allowed)
            return matched, *any_word.best(words, on.weights.coordination(len(query.tree.subqueries)), allowed, wanted)
    scored = evaluate(query.tree, on)
    if allowed is not None:
        scored = Scored(scored.matched & allowed, np.where(allowed, scored.scores, 0.0))
    documents = best(scored.scores, scored.matched, wanted) if query.sort == "relevance" else np.flatnonzero(scored.matched)
    scores = scored.scores[documents] if query.sort == "relevance" else np.zeros(len(documents))
    return bits.packed(scored.matched), documents, scores


def _allowed(passing: Query | None, on: Target) -> Array | None:
    """The documents of a segment that are not deleted and pass the filters, bool (N,); None for all of them."""
    live = on.segment.live
    if passing is None:
        return live
    matched = evaluate(passing, on).matched
    return matched if live is None else matched & live
