"""What was tried on related items and not kept, beside what is in use, on the whole matrix of similarities of a collection.

``python -m benchmarks.related_trials [--collection DIR ...]`` for collections of some thousand items: the matrix is dense.
"""

import argparse
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.corpus import documents_of
from benchmarks.inputs import DATA
from benchmarks.related import COLLECTIONS, LINKS, Ranking, links_of, measures
from indexer.related.model import RelatedModel
from indexer.related.vectors import frequencies, vectors
from search.analysis import ANALYSER
from search.document import Document, whole_text

Matrix = NDArray[np.float32]
LATENT = (100, 300)
"""Dimensions of latent vectors."""

NEAR = 10
"""Neighbours that corrections look at."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Trials of related items that were not kept")
    parser.add_argument("--collection", type=Path, action="append", metavar="DIR", help="folder with docs.jsonl (repeatable)")
    chosen = parser.parse_args(arguments)
    for folder in chosen.collection or [DATA / name for name in COLLECTIONS]:
        documents = sorted(documents_of(folder), key=lambda document: document.id)
        links = {name: found for name in LINKS if (found := links_of(folder, name))}
        for name, similarities in trials(documents):
            figures = measures(ranking_of(documents, similarities), links)
            print(f"{folder.name}  {name}  " + "  ".join(f"{key} {value:.4f}" for key, value in figures.items()), flush=True)


def trials(documents: list[Document]) -> Iterator[tuple[str, Matrix]]:
    """The similarities in use, without priors and diversity, then each with one thing more or otherwise."""
    model = RelatedModel().count(documents)
    stacked = vectors(model.counts_, frequencies(model.counts_), model.settings)
    text = _dense(stacked.whole, stacked.whole)
    usual = _dense(stacked.left, stacked.right)
    others = usual - text
    yield "in use", usual
    yield "logarithm of counts", others + _cosines(documents, ANALYSER.stems, sublinear_tf=True)
    yield "counts as they are", others + _cosines(documents, ANALYSER.stems)
    yield "pairs of words too", others + _cosines(documents, _pairs, sublinear_tf=True, min_df=2)
    yield "terms of two texts at least", others + _cosines(documents, ANALYSER.stems, sublinear_tf=True, min_df=2)
    for size in LATENT:
        latent = TruncatedSVD(size, random_state=0).fit_transform(stacked.whole).astype(np.float32)
        latent /= np.maximum(np.linalg.norm(latent, axis=1, keepdims=True), 1e-9)
        yield f"0.3 x {size} latent dimensions", usual + 0.3 * (latent @ latent.T)
    yield from _corrected(usual)
    categories = np.array([document.category or document.kind for document in documents])
    yield "0.05 for the same category", usual + 0.05 * (categories[:, None] == categories[None, :]).astype(np.float32)


def ranking_of(documents: Sequence[Document], similarities: Matrix) -> Ranking:
    """The ten most similar of each item."""
    ids = [document.id for document in documents]
    rows = {item: row for row, item in enumerate(ids)}

    def ranking(item: str) -> list[str]:
        if item not in rows:
            return []
        values = similarities[rows[item]].copy()
        values[rows[item]] = -np.inf
        return [ids[row] for row in np.argsort(-values, kind="stable")[:10]]

    return ranking


def _corrected(usual: Matrix) -> Iterator[tuple[str, Matrix]]:
    """Corrections for hubs and for neighbours that are not mutual.

    CSLS: A. Conneau et al., "Word translation without parallel data", 2018.
    """
    alone = usual.copy()
    np.fill_diagonal(alone, -np.inf)
    order = np.argsort(-alone, axis=1, kind="stable")
    nearness = np.take_along_axis(alone, order[:, :NEAR], 1).mean(axis=1)
    for share in (0.25, 0.5):
        yield f"CSLS x {share}", usual - share * nearness[None, :]
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(len(order))[None, :].repeat(len(order), 0), 1)
    yield "mutual rank, 1 / (10 + rank)", usual + (1 / (10 + ranks.T)).astype(np.float32)
    shares = np.zeros_like(usual)
    np.put_along_axis(shares, order[:, :NEAR], np.take_along_axis(usual, order[:, :NEAR], 1), 1)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    yield "common neighbours", usual + shares @ shares.T
    yield "0.3 x what neighbours are similar to", usual + 0.3 * (shares @ usual)


def _cosines(documents: Sequence[Document], analyzer: Callable[[str], list[str]], **options: Any) -> Matrix:
    matrix = TfidfVectorizer(analyzer=analyzer, dtype=np.float32, **options).fit_transform(map(whole_text, documents))
    return _dense(matrix, matrix)


def _pairs(text: str) -> list[str]:
    stems = ANALYSER.stems(text)
    return [*stems, *(f"{one} {other}" for one, other in itertools.pairwise(stems))]


def _dense(left: Any, right: Any) -> Matrix:
    product: Matrix = (left @ right.T).toarray()
    return product


if __name__ == "__main__":
    main()
