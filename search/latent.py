"""What documents are about: a short vector for each, learnt from which words occur together (``indexer.latent``).

Two documents on one subject point the same way even when they share few words. Vectors have length 1; they are kept in a byte
a dimension, each row with a scale of its own.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.compiled import compiled
from search.mapped_arrays import load_mapped
from search.string_table import StringTable

Array = npt.NDArray[Any]

_TOP = 127


class LatentVectors:
    """The vectors of N documents: ``rows`` int8 (N, D), ``scales`` float32 (N,), ``ids`` sorted.

    ``later`` are those of documents that came or changed since; their rows go on where these end.
    """

    def __init__(self, ids: StringTable, rows: Array, scales: Array, later: "LatentVectors | None" = None) -> None:
        self.ids = ids
        self.later = later
        self._rows = rows
        self._scales_and_none = np.append(scales, np.float32(0))  # row -1 is the last one

    @classmethod
    def of(cls, ids: Sequence[str], vectors: Array) -> "LatentVectors":
        """Vectors (N, D) of documents given by their sorted ids; a row of zeros is about nothing."""
        scales = np.abs(vectors).max(axis=1, initial=0.0) / _TOP
        rows = np.round(vectors / np.where(scales > 0, scales, 1.0)[:, None]).astype(np.int8)
        return cls(StringTable.of(ids), rows, scales.astype(np.float32))

    @classmethod
    def load(cls, folder: Path, since: Path | None = None) -> "LatentVectors":
        """What ``save`` wrote, memory-mapped; and, in another folder, the vectors that came since."""
        rows, scales = (load_mapped(folder / f"{name}.npy") for name in ("rows", "scales"))
        return cls(StringTable.load(folder / "ids"), rows, scales, None if since is None else cls.load(since))

    def save(self, folder: Path) -> None:
        """Writes the arrays."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "rows.npy", self._rows, allow_pickle=False)
        np.save(folder / "scales.npy", self._scales_and_none[:-1], allow_pickle=False)
        self.ids.save(folder / "ids")

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._rows.shape[1])

    def vectors(self, rows: Array) -> Array:
        """The vectors of some rows, float32 (n, D); zeros for row -1."""
        if self.later is None:
            return self._own(rows)
        is_later = rows >= len(self.ids)
        found = self._own(np.where(is_later, -1, rows))
        found[is_later] = self.later.vectors(rows[is_later] - len(self.ids))
        return found

    def _own(self, rows: Array) -> Array:
        return scaled(self._rows, self._scales_and_none, rows.astype(np.int32, copy=False))


@compiled
def scaled(rows: Array, scales: Array, numbers: Array) -> Array:
    """Some rows, int32 (n,), of bytes (N, D), each times its scale, float32 (n, D). Those below 0 are counted from the end."""
    found: Array = rows.take(numbers, axis=0) * scales.take(numbers)[:, None]
    return found


@compiled
def closeness(vectors: Array, scores: Array, feedback: int, power: float) -> Array:
    """How close each document is to what the best are about, from 0 to 1: vectors (n, D), scores (n,) -> (n,)."""
    return nearness(vectors, subject(vectors, scores, feedback, power)[None])


def subject(vectors: Array, scores: Array, feedback: int, power: float) -> Array:
    """What the best documents are about: vectors (n, D) and scores (n,) -> a vector of length 1 (D,), zeros for nothing.

    The best ``feedback`` each weigh (score / best score) ** ``power``
    (pseudo-relevance feedback: J. Rocchio, "Relevance feedback in information retrieval", 1971).
    """
    top = (-scores).argsort(kind="stable")[:feedback]
    best = scores.take(top)
    found: Array = (best / best[0]) ** power @ vectors.take(top, axis=0).astype(np.float64)
    length = math.sqrt(found @ found)
    return found / length if length > 0 else found


def nearness(vectors: Array, others: Array) -> Array:
    """How close documents are to the nearest of some vectors, from 0 to 1: (n, D) and (m, D) -> (n,)."""
    exact = vectors.astype(np.float64)  # so that the order of additions hardly shows
    nearest = np.zeros(len(vectors))
    for other in others.astype(np.float64):  # a product of matrices would occupy all cores
        np.maximum(nearest, exact @ other, out=nearest)
    return nearest
