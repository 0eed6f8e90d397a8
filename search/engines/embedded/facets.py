"""The facets of an answer: the labels of a field among all that matches, in the spelling that the portal uses most."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.results import FacetValue


def facets(snapshot: Snapshot, names: Sequence[str], matched: Sequence[Array], limit: int) -> dict[str, tuple[FacetValue, ...]]:
    """The most frequent labels of some fields, at most ``limit`` of each; ``matched`` has a set of bits for each segment."""
    if not matched or not limit:
        return dict.fromkeys(names, ())
    found = matched[0] if len(matched) == 1 else np.concatenate(matched)
    return {name: tuple(snapshot.label_counts(name).most_frequent(found, limit)) for name in names}
