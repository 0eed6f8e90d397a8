"""Picks the hits to show from what a query found."""

import numpy as np

from search.compiled import compiled
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


def page(snapshot: Snapshot, documents: Array, keys: Array, scores: Array, query: EngineQuery) -> list[Match]:
    """The hits of a page: by key or date, then newest first, then by id. Documents (n,), each with its key and its score (n,)."""
    wanted = query.offset + query.limit
    is_reversed = query.sort == "date_asc"
    first_places = oldest if is_reversed else ranked
    places = first_places(documents, keys, snapshot.moments, wanted)
    documents, found = documents.take(places), keys.take(places)
    own = found if scores is keys else scores.take(places)
    moments, names = snapshot.moments.take(documents), _identifiers(snapshot, documents)
    in_order = oldest_matches if is_reversed else ranked_matches
    return in_order(documents, found, own, moments, names)[query.offset : wanted]


@compiled
def ranked_matches(documents: Array, keys: Array, scores: Array, moments: Array, names: list[str]) -> list[Match]:
    """Matches by key, then newest first, then by id: documents int64 (n,) with their keys, scores, moments int64 and ids (n,)."""
    columns = zip(keys.round(SCORE_DIGITS).tolist(), moments.tolist(), names, _shown(scores), documents.tolist(), strict=True)
    rows = sorted([(-key, -moment, name, score, number) for key, moment, name, score, number in columns])
    return [Match(name, score, number) for _, _, name, score, number in rows]


def oldest_matches(documents: Array, keys: Array, scores: Array, moments: Array, names: list[str]) -> list[Match]:
    """Matches oldest first, the undated ones last, then by id; as for ``ranked_matches``."""
    del keys
    columns = zip(moments.tolist(), names, _shown(scores), documents.tolist(), strict=True)
    rows = sorted([(moment == MISSING, moment, name, score, number) for moment, name, score, number in columns])
    return [Match(name, score, number) for _, _, name, score, number in rows]


def _shown(scores: Array) -> list[float]:
    shown: list[float] = scores.round(SCORE_DIGITS).tolist()
    return shown


def first(snapshot: Snapshot, documents: Array, scores: Array, count: int) -> Array:
    """The places of the ``count`` best documents, best first, as ``page`` orders them by relevance."""
    order = ranked(documents, scores, snapshot.moments, count)
    if len(order) <= count:
        return order
    keys, moments = scores[order].round(SCORE_DIGITS), snapshot.moments.take(documents[order])
    last = (keys == keys[-1]) & (moments == moments[-1])
    names = dict(zip(order[last].tolist(), _identifiers(snapshot, documents[order[last]]), strict=True))
    return np.concatenate((order[~last], sorted(names, key=names.__getitem__)))[:count]


@compiled
def ranked(documents: Array, scores: Array, moments: Array, count: int) -> Array:
    """The places of the ``count`` best documents, best first: by score, then newest first; and of all that tie with the last.

    Documents int64 (n,), scores float64 (n,), moments int64 (N,).
    """
    return _first(-scores.round(SCORE_DIGITS), -np.maximum(moments.take(documents), _UNDATED), count)


def oldest(documents: Array, scores: Array, moments: Array, count: int) -> Array:
    """The places of the ``count`` oldest documents, the undated ones last, and of all that tie with the last; as for ``ranked``."""
    del scores
    own = moments.take(documents)
    return _first(own == MISSING, own, count)


def _first(keys: Array, seconds: Array, count: int) -> Array:
    """The places of the first ``count`` by ascending key and second key, and of all that tie with the last of them."""
    order = np.lexsort((seconds, keys))
    if not 0 < count < len(order):
        return order[:count]
    last, rest = order[count - 1], order[count:]
    tied = (keys[rest] == keys[last]) & (seconds[rest] == seconds[last])
    return order[: count + int(tied.sum())]


def _identifiers(snapshot: Snapshot, documents: Array) -> list[str]:
    """The ids of documents."""
    if len(snapshot.segments) == 1:
        segment = snapshot.segments[0]
        return segment.identifiers.at(segment.identifier_rows.take(documents))
    places = map(snapshot.place, documents.tolist())
    return [segment.identifier(number) for segment, number in places]
