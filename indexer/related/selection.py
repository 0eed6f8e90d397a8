"""Chooses the neighbours among the candidates: one of each group, none of the item's own, and not five times the same.

Maximal marginal relevance: J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking", 1998.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from indexer.related.settings import RelatedSettings
from indexer.related.similarity import Candidates, Progress, in_blocks
from indexer.related.terms import Matrix

_SPARE = 10
"""Candidates considered beyond those that are kept: diversity may prefer them."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of each row, best first (N, K), -1 where there are fewer; ``scores`` fall, ``similarities`` are symmetric."""

    rows: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float32]
    similarities: npt.NDArray[np.float32]


def neighbours(
    found: Candidates, priors: npt.NDArray[np.float32], groups: npt.NDArray[np.int32], settings: RelatedSettings, progress: Progress
) -> Neighbours:
    """The neighbours of every row."""
    shape = (len(found.rows), settings.neighbours)
    chosen = Neighbours(np.full(shape, -1, np.int32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    graph = _graph(found)

    def fill(block: range) -> None:
        rows = slice(block.start, block.stop)
        pool, values, similarities = _pool(found, rows, priors, groups, settings)
        order, scores = _marginal(values, _between(graph, pool), settings)
        kept = np.isfinite(scores) & (scores > 0)
        chosen.rows[rows, : order.shape[1]] = np.where(kept, np.take_along_axis(pool, order, 1), -1)
        chosen.scores[rows, : order.shape[1]] = np.where(kept, scores, 0)
        chosen.similarities[rows, : order.shape[1]] = np.where(kept, np.take_along_axis(similarities, order, 1), 0)

    for done in in_blocks(len(found.rows), settings.block, fill):
        progress("contenus liés : choix", done)
    return chosen


def _pool(
    found: Candidates, rows: slice, priors: npt.NDArray[np.float32], groups: npt.NDArray[np.int32], settings: RelatedSettings
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The best candidates of a block, one of each group, what each is worth (-inf for none) and its similarity."""
    near, similarities = found.rows[rows], found.similarities[rows]
    own = groups[rows][:, None]
    is_eligible = (near >= 0) & (similarities >= settings.minimum) & (groups[near] != own)
    values = np.where(is_eligible, similarities * priors[near], -np.inf).astype(np.float32)
    order = np.lexsort((near, -values), axis=1)
    near, similarities, values = _taken(order, near, similarities, values)
    values[_repeated(groups[near])] = -np.inf
    order = np.argsort(-values, axis=1, kind="stable")[:, : settings.neighbours + _SPARE]
    pool, kept, worth = _taken(order, near, similarities, values)
    return np.where(np.isfinite(worth), pool, -1), worth, kept


def _taken(order: npt.NDArray[np.int64], *arrays: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    return [np.take_along_axis(array, order, 1) for array in arrays]


def _repeated(groups: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Where a group stands that already stood before in its row."""
    order = np.argsort(groups, axis=1, kind="stable")
    in_order = np.take_along_axis(groups, order, 1)
    again = np.zeros(groups.shape, dtype=bool)
    again[:, 1:] = in_order[:, 1:] == in_order[:, :-1]
    repeated = np.zeros_like(again)
    np.put_along_axis(repeated, order, again, 1)
    return repeated


def _graph(found: Candidates) -> Matrix:
    """The similarities of candidates (N, N), for looking pairs up."""
    rows, ranks = np.nonzero(found.rows >= 0)
    size = len(found.rows)
    graph: Any = sparse.csr_matrix((found.similarities[rows, ranks], (rows, found.rows[rows, ranks])), shape=(size, size))
    graph.sort_indices()
    return graph


def _between(graph: Matrix, pool: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """The similarity of each candidate of a pool (b, M) to each other one (b, M, M); 0 for those that are far apart."""
    size = pool.shape[1]
    one, other = np.repeat(pool, size, axis=1).ravel(), np.tile(pool, size).ravel()
    looked_up = np.asarray(graph[np.maximum(one, 0), np.maximum(other, 0)], dtype=np.float32).ravel()
    return looked_up.reshape(len(pool), size, size)


def _marginal(
    values: npt.NDArray[np.float32], between: npt.NDArray[np.float32], settings: RelatedSettings
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The order in which candidates are taken, and what each was worth beside those taken before it."""
    block = np.arange(len(values))
    number = min(settings.neighbours, values.shape[1])
    order = np.zeros((len(values), number), dtype=np.int64)
    scores = np.zeros((len(values), number), dtype=np.float32)
    remaining, likeness = values.copy(), np.zeros_like(values)
    for rank in range(number):
        marginal = remaining - settings.diversity * likeness
        best = marginal.argmax(axis=1)
        order[:, rank], scores[:, rank] = best, marginal[block, best]
        remaining[block, best] = -np.inf
        np.maximum(likeness, between[block, best], out=likeness)
    return order, scores
