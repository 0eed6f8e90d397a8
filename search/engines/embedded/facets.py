"""The facets of an answer: the labels of a field among all that matches, in the spelling that the portal uses most."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.label_counts import most_frequent
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.results import FacetValue


def facets(snapshot: Snapshot, names: Sequence[str], matched: Sequence[Array], limit: int) -> dict[str, tuple[FacetValue, ...]]:
    """The most frequent labels of some fields, at most ``limit`` of each; ``matched`` has a set of bits for each segment."""
    if not matched or not limit:
        return dict.fromkeys(names, ())
    found = matched[0] if len(matched) == 1 else np.concatenate(matched)
    counted = most_frequent([snapshot.label_counts(name) for name in names], found, limit)
    return dict(zip(names, counted, strict=True))
