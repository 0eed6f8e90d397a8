"""The facets of an answer: the labels of a field among all that matches, in the spelling that the portal uses most."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.results import FacetValue


def facet(snapshot: Snapshot, name: str, matched: Sequence[Array], limit: int) -> tuple[FacetValue, ...]:
    """The most frequent labels of a field, at most ``limit``; ``matched`` has a set of bits for each segment."""
    if len(snapshot.segments) == 1:
        labels = snapshot.segments[0].label_counts(name)
        return tuple([FacetValue(labels.shown[code], count) for code, count in labels.most_frequent(matched[0], limit)])
    totals = _over_segments(snapshot, name, matched)
    order = sorted(totals, key=lambda label_key: (-totals[label_key][1], label_key))
    return tuple(FacetValue(*totals[label_key]) for label_key in order[:limit])


def _over_segments(snapshot: Snapshot, name: str, matched: Sequence[Array]) -> dict[str, tuple[str, int]]:
    """For each key its spelling, that of the segment that uses it most, and its count over all segments."""
    totals: dict[str, int] = {}
    spellings: dict[str, tuple[int, str]] = {}
    for segment, own in zip(snapshot.segments, matched, strict=True):
        terms, labels = segment.arrays.labels[name], segment.label_counts(name)
        counts = labels.all(own)
        for code in np.flatnonzero(counts).tolist():
            label_key = terms.terms[code]
            totals[label_key] = totals.get(label_key, 0) + int(counts[code])
            weight = (int(terms.counts[code]), labels.shown[code])
            spellings[label_key] = max(spellings.get(label_key, weight), weight)
    return {label_key: (spellings[label_key][1], count) for label_key, count in totals.items()}
