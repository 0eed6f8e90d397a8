"""Learns what documents are about: the strongest directions of the TF-IDF matrix (latent semantic analysis).

S. Deerwester and others, "Indexing by latent semantic analysis", 1990; the decomposition is N. Halko and others' randomised one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from indexer.latent_space import FEWEST_DOCUMENTS, LatentSpace, centred, weighted_stems
from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.latent import LatentVectors


@dataclass(frozen=True, slots=True)
class LatentSettings:
    """How many directions are kept, and how well they are looked for."""

    dimensions: int = 150
    iterations: int = 4


@dataclass(frozen=True, slots=True)
class Latent:
    """The vectors of the documents, and the space in which later ones find theirs."""

    vectors: LatentVectors
    space: LatentSpace

    def save(self, folder: Path) -> None:
        """Writes both into one folder."""
        self.vectors.save(folder)
        self.space.save(folder)


def learn_latent(documents: Sequence[Document], settings: LatentSettings | None = None, analyser: Analyser = ANALYSER) -> Latent:
    """The vectors of documents, which come sorted by id. Without two documents and two words there is nothing to learn: zeros."""
    settings = settings or LatentSettings()
    ids = [document.id for document in documents]
    weighted, terms, idf, frequencies = _weighted_words(documents, analyser)
    dimensions = min(settings.dimensions, *(size - 1 for size in weighted.shape))
    if dimensions < 1:
        nowhere = LatentSpace.of((), np.zeros((0, 1), dtype=np.float32), np.zeros(1, dtype=np.float32))
        return Latent(LatentVectors.of(ids, np.zeros((len(documents), 1), dtype=np.float32)), nowhere)
    left, strengths, right = randomized_svd(weighted, dimensions, n_iter=settings.iterations, random_state=0)
    kept = np.flatnonzero(frequencies >= FEWEST_DOCUMENTS)
    unit = normalize(left * strengths).astype(np.float32)
    centre = unit.mean(axis=0)
    directions = (right[:, kept] * idf[kept]).T.astype(np.float32)
    space = LatentSpace.of([terms[place] for place in kept.tolist()], directions, centre)
    return Latent(LatentVectors.of(ids, centred(unit, centre)), space)


def _weighted_words(
    documents: Sequence[Document], analyser: Analyser
) -> tuple[Any, Sequence[str], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The TF-IDF matrix, rows of length 1, scipy.sparse (documents, words); the words, their idf and their documents."""
    counting = CountVectorizer(analyzer=partial(weighted_stems, analyser=analyser), dtype=np.float32)
    try:
        counts = counting.fit_transform(documents)
    except ValueError:  # not one word in all the documents
        return np.zeros((len(documents), 0), dtype=np.float32), (), np.zeros(0), np.zeros(0, dtype=np.int64)
    frequencies: npt.NDArray[np.int64] = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((counts.shape[0] + 1) / (frequencies + 1)) + 1
    counts.data = np.log1p(counts.data)
    counts.data *= idf[counts.indices]
    return normalize(counts, copy=False), counting.get_feature_names_out(), idf, frequencies
