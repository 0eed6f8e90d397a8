"""What each pair of neighbours is related by: the parts of its similarity, and the words that bring the most to it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.related.selection import Neighbours
from indexer.related.settings import RelatedSettings
from indexer.related.similarity import Progress, in_blocks, pair_products
from indexer.related.terms import Matrix
from indexer.related.vectors import PARTS, Vectors

WORDS = 3
_WORTH_TELLING = 0.1
"""Of what the best word brings: a word that brings less explains nothing."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """For each neighbour (N, K, ...): the terms that both texts have, best first, -1 for none; and ``PARTS`` of the similarity."""

    words: npt.NDArray[np.int32]
    parts: npt.NDArray[np.float16]


def grounds(
    chosen: Neighbours,
    vectors: Vectors,
    told: Matrix,
    telling: npt.NDArray[np.bool_],
    settings: RelatedSettings,
    progress: Progress,
) -> Grounds:
    """The grounds of every neighbour. ``told`` has the terms that other reasons of a document already name."""
    shape = chosen.rows.shape
    found = Grounds(np.full((*shape, WORDS), -1, np.int32), np.zeros((*shape, len(PARTS)), np.float16))

    def fill(block: range) -> None:
        rows, ranks = np.nonzero(chosen.rows[block.start : block.stop] >= 0)
        rows += block.start
        products = pair_products(vectors, rows, chosen.rows[rows, ranks])
        pairs = np.repeat(np.arange(len(rows)), np.diff(products.indptr))
        places = pairs * len(PARTS) + vectors.parts[products.indices]
        parts = np.bincount(places, products.data, minlength=len(rows) * len(PARTS))
        found.parts[rows, ranks] = parts.reshape(-1, len(PARTS))
        texts = products[:, : len(telling)]
        found.words[rows, ranks] = _words((texts - texts.multiply(told[rows])).tocsr(), telling)

    for done in in_blocks(len(chosen.rows), settings.block, fill):
        progress("contenus liés : raisons", done)
    return found


def _words(products: Matrix, telling: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """The columns with the largest products of each row (pairs, WORDS); of equal ones the first."""
    rows = np.repeat(np.arange(products.shape[0]), np.diff(products.indptr))
    values = np.where(telling[products.indices], products.data, 0)
    best = np.zeros(products.shape[0], dtype=values.dtype)
    np.maximum.at(best, rows, values)
    kept = np.flatnonzero((values > 0) & (values >= _WORTH_TELLING * best[rows]))
    kept = kept[np.lexsort((products.indices[kept], -values[kept], rows[kept]))]
    firsts = np.searchsorted(rows[kept], np.arange(products.shape[0]))
    ranks = np.arange(len(kept)) - firsts[rows[kept]]
    words = np.full((products.shape[0], WORDS), -1, dtype=np.int32)
    words[rows[kept][ranks < WORDS], ranks[ranks < WORDS]] = products.indices[kept][ranks < WORDS]
    return words
