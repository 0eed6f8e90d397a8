"""Weighs what was counted, and stacks it so that the similarity of two items is one dot product.

Square roots of counts times inverse document frequency, rows of length 1: G. Salton and C. Buckley, "Term-weighting approaches in
automatic text retrieval", 1988; the root stands where they take a logarithm, because it did better (``docs/related.md``).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from indexer.related.settings import RelatedSettings
from indexer.related.terms import Matrix

Floats = npt.NDArray[np.float32]

PARTS = ("text", "title", "opening", "labels", "mention")
"""What a similarity is the sum of, in the order of the stacked columns."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of documents (rows); ``whole``, ``title`` and ``opening`` have the same terms as columns."""

    whole: Matrix
    title: Matrix
    opening: Matrix
    labels: Matrix


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Inverse document frequencies, by which other documents can be weighed alike; ``documents`` counts those they come from."""

    documents: int
    whole: Floats
    title: Floats
    labels: Floats


@dataclass(frozen=True, slots=True)
class Vectors:
    """The similarity of item i to item j is ``left[i]`` times ``right[j]``. ``cosines`` is both without the mentions.

    ``parts`` gives for each stacked column the place in ``PARTS`` of what it belongs to; ``whole`` is the first.
    """

    whole: Matrix
    cosines: Matrix
    left: Matrix
    right: Matrix
    parts: npt.NDArray[np.int8]


def frequencies(counts: Counts) -> Frequencies:
    """The frequencies of a collection."""
    return Frequencies(counts.whole.shape[0], _idf(counts.whole), _idf(counts.title), _idf(counts.labels))


def vectors(counts: Counts, known: Frequencies, settings: RelatedSettings) -> Vectors:
    """The documents' vectors, stacked."""
    whole = _unit(_weighted(counts.whole, known.whole))
    weighted = (
        (1.0, whole),
        (settings.title, _unit(_weighted(counts.title, known.title))),
        (settings.opening, _unit(_weighted(counts.opening, known.whole))),
        (settings.labels, _unit(_weighted(counts.labels, known.labels))),
    )
    stacked = [_scaled(matrix, np.sqrt(weight)) for weight, matrix in weighted]
    said = _scaled(_presence(counts.whole), settings.mention / 2)
    named = _named(counts.title, known.whole)
    widths = [matrix.shape[1] for matrix in stacked] + [2 * named.shape[1]]
    return Vectors(
        whole=whole,
        cosines=sparse.hstack(stacked, format="csr"),
        left=sparse.hstack([*stacked, said, named], format="csr"),
        right=sparse.hstack([*stacked, named, said], format="csr"),
        parts=np.repeat(np.arange(len(PARTS), dtype=np.int8), widths),
    )


def strongest(matrix: Matrix, number: int) -> Matrix:
    """Each row with only its largest values; of equal ones the first columns."""
    lengths = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    kept = np.sort(order[np.arange(len(order)) - matrix.indptr[rows] < number])
    starts = np.concatenate(([0], np.cumsum(np.minimum(lengths, number))))
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], starts), shape=matrix.shape)


def _idf(counts: Matrix) -> Floats:
    """log((1 + N) / (1 + n)) + 1 for a column that n of N rows have."""
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    idf: Floats = (np.log((1 + counts.shape[0]) / (1 + having)) + 1).astype(np.float32)
    return idf


def _weighted(counts: Matrix, idf: Floats) -> Matrix:
    return _with_data(counts, np.sqrt(counts.data) * idf[counts.indices])


def _presence(counts: Matrix) -> Matrix:
    return _with_data(counts, np.ones_like(counts.data))


def _named(titles: Matrix, idf: Floats) -> Matrix:
    """Each title's terms with their share of what it says: idf, rows that sum to 1."""
    weights = idf[titles.indices]
    rows = np.repeat(np.arange(titles.shape[0]), np.diff(titles.indptr))
    sums = np.bincount(rows, weights, minlength=titles.shape[0]).astype(np.float32)
    return _with_data(titles, weights / sums[rows])


def _unit(matrix: Matrix) -> Matrix:
    """The rows at length 1; an empty one stays empty."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0]))
    return _with_data(matrix, (matrix.data / lengths[rows]).astype(np.float32))


def _scaled(matrix: Matrix, factor: float) -> Matrix:
    return _with_data(matrix, matrix.data * np.float32(factor))


def _with_data(matrix: Matrix, data: Floats) -> Matrix:
    return sparse.csr_matrix((data.astype(np.float32, copy=False), matrix.indices, matrix.indptr), shape=matrix.shape)
