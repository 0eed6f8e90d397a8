"""Picks the hits to show, and counts facets, from the outcome of a query."""

from collections.abc import Sequence

import numpy as np

from search.engine import SCORE_DIGITS
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.fields import MOMENT
from search.results import FacetValue

_BLOCK = 256

UNDATED = -(2**62)
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


def ordered(snapshot: Snapshot, documents: Array, keys: Array, moments: Array, count: int) -> Array:
    """The places of the first ``count`` documents by ascending key, then newest first, then by id."""
    order = np.lexsort((-moments, keys))
    if count < len(order):
        last = order[count - 1] if count else 0
        tied = (keys[order[count:]] == keys[last]) & (moments[order[count:]] == moments[last])
        order = order[: count + int(tied.sum())]
    ties = (np.diff(keys[order]) == 0) & (np.diff(moments[order]) == 0)
    if ties.any():
        names = {row: identifier(snapshot, int(documents[row])) for row in order.tolist()}
        order = np.array(sorted(order.tolist(), key=lambda row: (keys[row], -moments[row], names[row])))
    return order[:count]


def moments_of(snapshot: Snapshot, documents: Array) -> Array:
    """The reference moments of documents, in seconds since 1970; the least number for none."""
    moments = np.empty(len(documents), dtype=np.int64)
    for segment in snapshot.segments:
        here = (documents >= segment.base) & (documents < segment.base + segment.count)
        moments[here] = segment.arrays.numbers[MOMENT][documents[here] - segment.base]
    return np.maximum(moments, UNDATED)


def identifier(snapshot: Snapshot, document: int) -> str:
    """The id of a document."""
    segment, number = snapshot.place(document)
    return segment.identifier(number)


def facet(snapshot: Snapshot, name: str, matched: Sequence[Array], limit: int) -> tuple[FacetValue, ...]:
    """The most frequent labels of a field among the matched documents, in the spelling that the portal uses most."""
    if len(snapshot.segments) == 1:
        segment = snapshot.segments[0]
        shown = segment.arrays.columns[name].shown
        return tuple(FacetValue(shown[code], count) for code, count in segment.label_counts(name).most_frequent(matched[0], limit))
    totals = _over_segments(snapshot, name, matched)
    order = sorted(totals, key=lambda label_key: (-totals[label_key][1], label_key))
    return tuple(FacetValue(*totals[label_key]) for label_key in order[:limit])


def _over_segments(snapshot: Snapshot, name: str, matched: Sequence[Array]) -> dict[str, tuple[str, int]]:
    """For each key its spelling, that of the segment that uses it most, and its count over all segments."""
    totals: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    for segment, own in zip(snapshot.segments, matched, strict=True):
        shown, terms = segment.arrays.columns[name].shown, segment.arrays.labels[name]
        counts = segment.label_counts(name).all(own)
        for code in np.flatnonzero(counts).tolist():
            label_key = terms.terms[code]
            totals[label_key] = totals.get(label_key, 0) + int(counts[code])
            weight = (int(terms.counts[code]), shown[code])
            spellings[label_key] = max(spellings.get(label_key, weight), weight)
    return {label_key: (spellings[label_key][1], count) for label_key, count in totals.items()}
