"""Which latent vector belongs to which document of a snapshot."""

import numpy as np

from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import OpenSegment, Snapshot
from search.latent import LatentVectors


class LatentRows:
    """The latent vectors of a snapshot's documents; one that came after the vectors were learnt has none."""

    def __init__(self, vectors: LatentVectors, snapshot: Snapshot) -> None:
        self._vectors = vectors
        rows = [_rows(segment, vectors) for segment in snapshot.segments]
        self._rows = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)

    def vectors(self, documents: Array) -> Array:
        """The vectors of documents, by their numbers in the snapshot (n, D); zeros for one that has none."""
        return self._vectors.vectors(self._rows[documents])


def _rows(segment: OpenSegment, vectors: LatentVectors) -> Array:
    """The row of each document of a segment (N,), -1 for none. Both tables of ids are sorted: most often they are the same."""
    ids = segment.identifiers
    if len(ids) == len(vectors.ids) and np.array_equal(ids.arrays()[1], vectors.ids.arrays()[1]):
        return segment.identifier_rows
    place = {identifier: row for row, identifier in enumerate(vectors.ids)}
    by_identifier = np.array([place.get(identifier, -1) for identifier in ids], dtype=np.int32)
    rows: Array = by_identifier[segment.identifier_rows]
    return rows
