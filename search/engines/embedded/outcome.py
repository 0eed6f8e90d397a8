"""The outcome of a search in each segment: the set of all that matches, and the documents that can be on the page."""

from collections.abc import Sequence

import msgspec
import numpy as np

from search.engine import EngineQuery
from search.engines.embedded import any_word, bits
from search.engines.embedded.allowed import Allowed
from search.engines.embedded.evaluation import evaluate, words_of
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import best
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.target import Target
from search.engines.embedded.words import Words
from search.query import AnyField, AnyWord, Query, filter_query
from search.request import Sort


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
    tree = AnyWord([query.tree]) if type(query.tree) is AnyField else query.tree
    parts = [_in_segment(tree, query.sort, on, passing, wanted) for on in Target.all(snapshot)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Outcome([], np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    documents = np.concatenate([segment.base + part.documents for segment, part in zip(snapshot.segments, parts, strict=True)])
    scores, kept = (np.concatenate([getattr(part, name) for part in parts]) for name in ("scores", "kept"))
    return Outcome([matched for part in parts for matched in part.matched], documents, scores, kept)


def _in_segment(tree: Query, sort: Sort, on: Target, passing: Query | None, wanted: int) -> Outcome:
    """The outcome in one segment, documents by their numbers there."""
    allowed = _allowed(passing, on)
    words = _words(tree, on)
    if words is None:
        scored = evaluate(tree, on)
        matched = bits.packed(scored.matched if allowed is None else scored.matched & allowed.mask)
        if sort == "relevance":
            scores = scored.scores if allowed is None else np.where(allowed.mask, scored.scores, 0.0)
            documents = best(scores, bits.unpacked(matched, on.count), wanted)
            return Outcome([matched], documents, scores[documents], np.ones(len(documents)))
    else:
        matched = any_word.matching(words, on.count)
        if allowed is not None:
            matched = matched & allowed.bits
        if sort == "relevance":
            return Outcome([matched], *any_word.best(words, allowed, wanted))
    documents = np.flatnonzero(bits.unpacked(matched, on.count))
    return Outcome([matched], documents, np.zeros(len(documents)), np.ones(len(documents)))


def _words(tree: Query, on: Target) -> Words | None:
    """The words of a query that looks for any of them here; None for another query, and for too many words to sum in steps."""
    words = words_of(tree, on) if isinstance(tree, AnyWord) else None
    return words if words is not None and words.fit() else None


def _allowed(passing: Query | None, on: Target) -> Allowed | None:
    """The documents of a segment that are not deleted and pass the filters; None for all of them."""
    live = on.segment.allowed
    if passing is None:
        return live
    matched = evaluate(passing, on).matched
    return Allowed(matched if live is None else matched & live.mask)
