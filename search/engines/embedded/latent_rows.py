"""Which latent vector belongs to which document of a snapshot."""

import numpy as np

from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import OpenSegment, Snapshot
from search.latent import LatentVectors

SMALL = 30
"""A segment is small when the vectors are so many times more: looking its documents up is then quicker than reading all ids."""


class LatentRows:
    """The latent vectors of a snapshot's documents; one that came after the vectors were learnt has none."""

    def __init__(self, vectors: LatentVectors, snapshot: Snapshot) -> None:
        self._vectors = vectors
        rows = [_with_later(segment, vectors, _rows(segment, vectors)) for segment in snapshot.segments]
        self._rows = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)

    def vectors(self, documents: Array) -> Array:
        """The vectors of documents, by their numbers in the snapshot (n, D); zeros for one that has none."""
        return self._vectors.vectors(self._rows.take(documents))


def _with_later(segment: OpenSegment, vectors: LatentVectors, rows: Array) -> Array:
    """The rows of a segment's documents (N,), those of later vectors in their places."""
    if vectors.later is None:
        return rows
    later = {identifier: row for row, identifier in enumerate(vectors.later.ids, start=len(vectors.ids))}
    ids = segment.identifiers
    if len(ids) < len(later):
        found = [(place, later[identifier]) for place, identifier in enumerate(ids) if identifier in later]
    else:
        found = [(place, row) for identifier, row in later.items() if (place := ids.find(identifier)) >= 0]
    by_identifier = np.full(len(ids), -1, dtype=np.int32)
    for place, row in found:
        by_identifier[place] = row
    own = by_identifier[segment.identifier_rows]
    return np.where(own >= 0, own, rows)


def _rows(segment: OpenSegment, vectors: LatentVectors) -> Array:
    """The row of each document of a segment (N,), -1 for none. Both tables of ids are sorted: most often they are the same."""
    ids = segment.identifiers
    if len(ids) == len(vectors.ids) and np.array_equal(ids.arrays()[1], vectors.ids.arrays()[1]):
        return segment.identifier_rows
    if len(ids) * SMALL < len(vectors.ids):
        places = [vectors.ids.find(identifier) for identifier in ids]
    else:
        place = {identifier: row for row, identifier in enumerate(vectors.ids)}
        places = [place.get(identifier, -1) for identifier in ids]
    by_identifier = np.array(places, dtype=np.int32)
    rows: Array = by_identifier[segment.identifier_rows]
    return rows
