"""Picks the hits to show, and counts facets, from the outcome of a query."""

import numpy as np

from search.engines.embedded.segment_arrays import MISSING, Array, Column
from search.engines.embedded.snapshot import Snapshot
from search.fields import MOMENT, key
from search.results import FacetValue

_BLOCK = 256


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
    blocks = np.flatnonzero(maxima >= threshold)
    rows = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    candidates = rows[scores[rows] >= threshold]
    tail = whole + np.flatnonzero(scores[whole:] >= threshold)
    return np.concatenate((candidates, tail))


def ordered(snapshot: Snapshot, documents: Array, keys: Array, moments: Array, count: int) -> Array:
    """The first ``count`` of the documents by ascending key, then newest first, then by id."""
    order = np.lexsort((-moments, keys))
    sure = order[:count]
    if len(order) > count and count:
        last = order[count - 1]
        ties = (keys[order] == keys[last]) & (moments[order] == moments[last])
        sure = order[: max(count, int(np.flatnonzero(ties)[-1]) + 1)]
    rows = sorted(sure.tolist(), key=lambda row: (keys[row], -moments[row], identifier(snapshot, int(documents[row]))))
    return documents[np.array(rows[:count], dtype=np.int64)]


def moments_of(snapshot: Snapshot, documents: Array) -> Array:
    """The reference moments of documents, in seconds since 1970; the least number for none."""
    values = snapshot.numbers(MOMENT)[documents]
    return np.where(values == MISSING, -(2**62), values)


def identifier(snapshot: Snapshot, document: int) -> str:
    """The id of a document."""
    segment, number = snapshot.place(document)
    return segment.identifier(number)


def facet(snapshot: Snapshot, name: str, matched: Array, limit: int) -> tuple[FacetValue, ...]:
    """The most frequent labels of a field among the matched documents, in the spelling that the portal uses most."""
    if len(snapshot.segments) == 1:
        column = snapshot.segments[0].arrays.columns[name]
        counts = _counts(column, matched)
        codes = _most_frequent(counts, limit)
        values = [(column.shown[code], int(counts[code])) for code in codes]
    else:
        values = _over_segments(snapshot, name, matched)
    values.sort(key=lambda value: (-value[1], key(value[0])))
    return tuple(FacetValue(label, count) for label, count in values[:limit])


def _over_segments(snapshot: Snapshot, name: str, matched: Array) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    for segment in snapshot.segments:
        column = segment.arrays.columns[name]
        terms = segment.arrays.labels[name]
        counts = _counts(column, matched[segment.base : segment.base + segment.count])
        for code in np.flatnonzero(counts).tolist():
            label_key = terms.terms[code]
            totals[label_key] = totals.get(label_key, 0) + int(counts[code])
            weight = (int(terms.starts[code + 1]) - int(terms.starts[code]), column.shown[code])
            spellings[label_key] = max(spellings.get(label_key, weight), weight)
    return [(spellings[label_key][1], count) for label_key, count in totals.items()]


def _counts(column: Column, matched: Array) -> Array:
    """The number of matched documents with each code (K,)."""
    codes = column.codes[matched if column.lengths is None else np.repeat(matched, column.lengths)]
    return np.bincount(codes, minlength=len(column.shown))


def _most_frequent(counts: Array, limit: int) -> list[int]:
    """Codes with a count; when there are more than ``limit``, those that reach the limit-th largest count."""
    present = np.flatnonzero(counts)
    if len(present) > limit:
        threshold = np.partition(counts[present], len(present) - limit)[len(present) - limit]
        present = present[counts[present] >= threshold]
    return [int(code) for code in present]
