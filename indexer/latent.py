"""Learns what documents are about: the strongest directions of the TF-IDF matrix (latent semantic analysis).

S. Deerwester and others, "Indexing by latent semantic analysis", 1990; the decomposition is N. Halko and others' randomised one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.fields import TEXT_FIELDS
from search.latent import LatentVectors


@dataclass(frozen=True, slots=True)
class LatentSettings:
    """How many directions are kept, and how often a word of a title or a theme counts in a document."""

    dimensions: int = 150
    title: int = 2
    themes: int = 3
    iterations: int = 4


def learn_latent(
    documents: Sequence[Document], settings: LatentSettings | None = None, analyser: Analyser = ANALYSER
) -> LatentVectors:
    """The vectors of documents, which come sorted by id. Without two documents and two words there is nothing to learn: zeros."""
    settings = settings or LatentSettings()
    ids = [document.id for document in documents]
    weighted = _weighted_words(documents, settings, analyser)
    dimensions = min(settings.dimensions, *(size - 1 for size in weighted.shape))
    if dimensions < 1:
        return LatentVectors.of(ids, np.zeros((len(documents), 1), dtype=np.float32))
    left, strengths, _ = randomized_svd(weighted, dimensions, n_iter=settings.iterations, random_state=0)
    return LatentVectors.of(ids, normalize(left * strengths).astype(np.float32))


def _weighted_words(documents: Sequence[Document], settings: LatentSettings, analyser: Analyser) -> Any:
    """The TF-IDF matrix, rows of length 1, scipy.sparse (documents, words)."""
    repeated = {"title": settings.title, "themes": settings.themes}

    def words(document: Document) -> list[str]:
        return [stem for text in TEXT_FIELDS for stem in analyser.stems(text.text_of(document)) * repeated.get(text.name, 1)]

    try:
        counts = CountVectorizer(analyzer=words, dtype=np.float32).fit_transform(documents)
    except ValueError:  # not one word in all the documents
        return np.zeros((len(documents), 0), dtype=np.float32)
    frequencies: npt.NDArray[np.int64] = np.bincount(counts.indices, minlength=counts.shape[1])
    counts.data = np.log1p(counts.data)
    counts.data *= (np.log((counts.shape[0] + 1) / (frequencies + 1)) + 1)[counts.indices]
    return normalize(counts, copy=False)
