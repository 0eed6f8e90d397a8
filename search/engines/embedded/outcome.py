"""The outcome of a search in each segment: the set of all that matches, and the documents that can be on the page."""

from collections.abc import Sequence

import msgspec
import numpy as np

from search.engine import EngineQuery
from search.engines.embedded import any_word, bits
from search.engines.embedded.evaluation import Scored, Target, evaluate
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import best
from search.engines.embedded.snapshot import Snapshot
from search.query import AnyWord, Query, filter_query


class Outcome(msgspec.Struct, frozen=True):
    """``matched`` holds a set of documents for each segment (see ``bits``). ``documents`` (n,) are numbers in the snapshot.

    ``scores`` float64 (n,) are 0 when the order is by date; ``kept`` (n,) is the share that lacking words leave in them.
    """

    matched: Sequence[Array]
    documents: Array
    scores: Array
    kept: Array

    @property
    def total(self) -> int:
        """How many documents match."""
        return sum(map(bits.size, self.matched))


def outcome(query: EngineQuery, snapshot: Snapshot, wanted: int) -> Outcome:
    """What a query gives: its best ``wanted`` documents (all of them when the order is by date) and the set of all that match."""
    passing = filter_query(query.filters)
    parts = [_in_segment(query, on, passing, wanted) for on in Target.all(snapshot)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Outcome([], np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    documents = np.concatenate([segment.base + part.documents for segment, part in zip(snapshot.segments, parts, strict=True)])
    scores, kept = (np.concatenate([getattr(part, name) for part in parts]) for name in ("scores", "kept"))
    return Outcome([matched for part in parts for matched in part.matched], documents, scores, kept)


def _in_segment(query: EngineQuery, on: Target, passing: Query | None, wanted: int) -> Outcome:
    """The outcome in one segment, documents by their numbers there."""
    allowed = _allowed(passing, on)
    if isinstance(query.tree, AnyWord) and query.sort == "relevance":
        words = on.words(query.tree)
        if words.impacts and words.fit():
            matched = any_word.matching(words)
            if allowed is not None:
                matched = matched & bits.packed(allowed)
            return Outcome([matched], *any_word.best(words, allowed, wanted))
    scored = evaluate(query.tree, on)
    if allowed is not None:
        scored = Scored(scored.matched & allowed, np.where(allowed, scored.scores, 0.0))
    documents = best(scored.scores, scored.matched, wanted) if query.sort == "relevance" else np.flatnonzero(scored.matched)
    scores = scored.scores[documents] if query.sort == "relevance" else np.zeros(len(documents))
    return Outcome([bits.packed(scored.matched)], documents, scores, np.ones(len(documents)))


def _allowed(passing: Query | None, on: Target) -> Array | None:
    """The documents of a segment that are not deleted and pass the filters, bool (N,); None for all of them."""
    live = on.segment.live
    if passing is None:
        return live
    matched = evaluate(passing, on).matched
    return matched if live is None else matched & live
