"""All pairs of items in bounded memory: candidates by the strongest terms of each, then their exact similarity.

Blocks of rows go to one thread a core: SciPy's products hold no lock of Python's.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.related.settings import RelatedSettings
from indexer.related.terms import Matrix
from indexer.related.vectors import Vectors, strongest

Progress = Callable[[str, int], None]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Candidates:
    """For each row the most similar other rows, best first (N, C), -1 where there are fewer, and their similarity."""

    rows: npt.NDArray[np.int32]
    similarities: npt.NDArray[np.float32]


def candidates(vectors: Vectors, settings: RelatedSettings, progress: Progress) -> Candidates:
    """The candidates of every row."""
    count = vectors.left.shape[0]
    found = Candidates(np.full((count, settings.candidates), -1, np.int32), np.zeros((count, settings.candidates), np.float32))
    pruned = strongest(vectors.cosines, settings.strongest)
    transposed = pruned.T.tocsr()

    def fill(rows: range) -> None:
        near = _nearest(pruned[rows.start : rows.stop] @ transposed, rows.start, settings.candidates)
        found.rows[rows.start : rows.stop], found.similarities[rows.start : rows.stop] = _ranked(vectors, rows.start, near)

    for done in in_blocks(count, settings.block, fill):
        progress("contenus liés : comparaison", done)
    return found


def in_blocks(count: int, block: int, work: Callable[[range], object]) -> Iterator[int]:
    """Gives ranges of rows to all cores; yields how many rows are done, in order."""
    ranges = [range(start, min(start + block, count)) for start in range(0, count, block)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for rows, _ in zip(ranges, threads.map(work, ranges), strict=True):
            yield rows.stop


def pair_products(vectors: Vectors, rows: npt.NDArray[Any], others: npt.NDArray[Any]) -> Matrix:
    """For each pair the products of the columns that both have; their sum is the similarity."""
    return vectors.left[rows].multiply(vectors.right[others]).tocsr()


def _nearest(products: Matrix, first_row: int, number: int) -> npt.NDArray[np.int32]:
    """The rows with the largest products for each row of a block, in no order, itself left out, -1 where there are fewer."""
    near = np.full((products.shape[0], number), -1, dtype=np.int32)
    for row in range(products.shape[0]):
        own = slice(products.indptr[row], products.indptr[row + 1])
        columns, values = products.indices[own], products.data[own]
        others = columns != first_row + row
        columns, values = columns[others], values[others]
        if len(columns) > number:
            least = np.partition(values, len(values) - number)[len(values) - number]
            above, level = np.flatnonzero(values > least), np.flatnonzero(values == least)
            level = level[np.argsort(columns[level])][: number - len(above)]
            columns = columns[np.concatenate((above, level))]
        near[row, : len(columns)] = columns
    return near


def _ranked(vectors: Vectors, first_row: int, near: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """The candidates of a block by falling exact similarity, then by row."""
    places, ranks = np.nonzero(near >= 0)
    similarities = np.zeros(near.shape, dtype=np.float32)
    products = pair_products(vectors, places + first_row, near[places, ranks])
    similarities[places, ranks] = np.asarray(products.sum(axis=1), dtype=np.float32).ravel()
    order = np.lexsort((near, -similarities), axis=1)
    order = np.take_along_axis(order, np.argsort(np.take_along_axis(near, order, 1) < 0, axis=1, kind="stable"), 1)
    return np.take_along_axis(near, order, 1), np.take_along_axis(similarities, order, 1)
