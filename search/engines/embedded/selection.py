"""Picks the hits to show from what a query found."""

import numpy as np

from search.engine import SCORE_DIGITS, EngineQuery, Match
from search.engines.embedded.segment_arrays import MISSING, Array
from search.engines.embedded.snapshot import Snapshot

_BLOCK = 256

_UNDATED = -(2**62)
"""The moment of a document that has none: before all others."""


def best(scores: Array, matched: Array, count: int) -> Array:
    """Candidates for the best ``count`` of the matched documents: all whose score reaches the count-th best block maximum.

    The maximum of each block of documents is found first; a document below the count-th best of those cannot be among the best.
    """
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    whole = len(scores) // _BLOCK * _BLOCK
    if whole // _BLOCK <= count:
        return np.flatnonzero(matched)
    maxima = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    threshold = np.partition(maxima, len(maxima) - count)[len(maxima) - count]
    if threshold <= 0:
        return np.flatnonzero(matched)
    threshold -= 10.0**-SCORE_DIGITS  # scores that close count as equal
    blocks = np.flatnonzero(maxima >= threshold)
    rows = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    candidates = rows[matched[rows] & (scores[rows] >= threshold)]
    tail = whole + np.flatnonzero(matched[whole:] & (scores[whole:] >= threshold))
    return np.concatenate((candidates, tail))


def page(snapshot: Snapshot, documents: Array, scores: Array, query: EngineQuery) -> list[Match]:
    """The hits of a page: by score or date, then newest first, then by id. Documents (n,) ascend, each with its score (n,)."""
    wanted = query.offset + query.limit
    scores = scores.round(SCORE_DIGITS)
    if len(documents) > wanted:
        places = _first(*_keys_of(_moments_of(snapshot, documents), scores, query), wanted)
        documents, scores = documents[places], scores[places]
    moments = snapshot.moments.take(documents).tolist()
    columns = zip(moments, _identifiers(snapshot, documents), scores.tolist(), documents.tolist(), strict=True)
    if query.sort == "date_asc":
        rows = [(float(moment == MISSING), moment, name, score, number) for moment, name, score, number in columns]
    else:
        rows = [(-score, -moment, name, score, number) for moment, name, score, number in columns]
    rows.sort()
    return [Match(name, score, number) for _, _, name, score, number in rows[query.offset : wanted]]


def _keys_of(moments: Array, scores: Array, query: EngineQuery) -> tuple[Array, Array]:
    """What the hits ascend by, and then by."""
    return ((moments == _UNDATED).astype(np.float64), moments) if query.sort == "date_asc" else (-scores, -moments)


def first(snapshot: Snapshot, documents: Array, scores: Array, count: int) -> Array:
    """The places of the ``count`` best documents, best first, as ``page`` orders them by relevance."""
    moments = _moments_of(snapshot, documents)
    keys = -np.round(scores, SCORE_DIGITS)
    places = _first(keys, -moments, count)
    order = places[np.lexsort((-moments[places], keys[places]))]
    last = (keys[order] == keys[order[-1]]) & (moments[order] == moments[order[-1]]) if len(order) > count else None
    if last is None:
        return order
    names = dict(zip(order[last].tolist(), _identifiers(snapshot, documents[order[last]]), strict=True))
    return np.concatenate((order[~last], sorted(names, key=names.__getitem__)))[:count]


def _first(keys: Array, seconds: Array, count: int) -> Array:
    """The places of the first ``count`` by ascending key and second key, and of all that tie with the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    if not count:
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort((seconds, keys))
    last = order[count - 1]
    rest = order[count:]
    tied = (keys[rest] == keys[last]) & (seconds[rest] == seconds[last])
    return order[: count + int(tied.sum())]


def _moments_of(snapshot: Snapshot, documents: Array) -> Array:
    """The reference moments of documents, in seconds since 1970; the least number for none."""
    return np.maximum(snapshot.moments.take(documents), _UNDATED)


def _identifiers(snapshot: Snapshot, documents: Array) -> list[str]:
    """The ids of documents."""
    if len(snapshot.segments) == 1:
        segment = snapshot.segments[0]
        return segment.identifiers.at(segment.identifier_rows[documents])
    places = map(snapshot.place, documents.tolist())
    return [segment.identifier(number) for segment, number in places]
