"""The directions that ``indexer.latent`` learnt: where new documents lie in them, without learning anything again.

What all documents have in common says nothing of any: their mean is the ``centre``, and each one's vector says how it
differs from that (J. Mu and P. Viswanath, "All-but-the-top", 2018, take away the mean of word vectors likewise).
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.fields import TEXT_FIELDS
from search.mapped_arrays import load_mapped
from search.string_table import StringTable

TITLE, THEMES = 2, 3
"""How often a word of a title or a theme counts in a document."""

FEWEST_DOCUMENTS = 2
"""Documents that have a term that is kept: one of a single document says nothing of what occurs together."""

_REPEATED = {"title": TITLE, "themes": THEMES}
_TOP = 127
_ARRAYS = ("term_rows", "term_scales", "centre")

_LEAST = 1e-3
"""A vector of length 1 that is no further from the centre is like all others: what is left is only rounding."""

Vectors = npt.NDArray[np.float32]


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """Where vectors (N, D) of length 1 lie as seen from a centre (D,), of length 1 again; zeros where there is nothing to see."""
    is_about_something = np.linalg.norm(vectors, axis=1, keepdims=True) > _LEAST
    away = (vectors - centre) * is_about_something
    lengths = np.linalg.norm(away, axis=1, keepdims=True)
    unit: Vectors = np.divide(away, lengths, out=np.zeros_like(vectors), where=lengths > _LEAST)
    return unit


def weighted_stems(document: Document, analyser: Analyser) -> list[str]:
    """The stems of a document, each as often as it counts."""
    return [stem for text in TEXT_FIELDS for stem in analyser.stems(text.text_of(document)) * _REPEATED.get(text.name, 1)]


class LatentSpace:
    """What each term brings to a vector: ``terms`` sorted (T,), ``rows`` int8 (T, D), ``scales`` float32 (T,).

    ``centre`` (D,) is the mean of what it was learnt from.
    """

    def __init__(self, terms: StringTable, rows: npt.NDArray[np.int8], scales: Vectors, centre: Vectors) -> None:
        self._terms = terms
        self._rows = rows
        self._scales = scales
        self._centre = centre

    @classmethod
    def of(cls, terms: Sequence[str], directions: Vectors, centre: Vectors) -> "LatentSpace":
        """Terms in order, and what one of each brings, their inverse document frequency included (T, D)."""
        scales = (np.abs(directions).max(axis=1, initial=0.0) / _TOP).astype(np.float32)
        rows = np.round(directions / np.where(scales > 0, scales, 1.0)[:, None]).astype(np.int8)
        return cls(StringTable.of(terms), rows, scales, centre)

    @classmethod
    def load(cls, folder: Path) -> "LatentSpace":
        """What ``save`` wrote, memory-mapped; raises FileNotFoundError when nothing was."""
        rows, scales, centre = (load_mapped(folder / f"{name}.npy") for name in _ARRAYS)
        return cls(StringTable.load(folder / "terms"), np.asarray(rows), np.asarray(scales), np.asarray(centre))

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether a space was written there: generations of earlier versions have none, or one without a centre."""
        return all((folder / f"{name}.npy").exists() for name in _ARRAYS)

    def save(self, folder: Path) -> None:
        """Writes the arrays beside the vectors of the documents."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "term_rows.npy", self._rows, allow_pickle=False)
        np.save(folder / "term_scales.npy", self._scales, allow_pickle=False)
        np.save(folder / "centre.npy", self._centre, allow_pickle=False)
        self._terms.save(folder / "terms")

    def project(self, documents: Sequence[Document], analyser: Analyser = ANALYSER) -> Vectors:
        """The vectors of documents, float32 (n, D), of length 1; zeros for one without a known word.

        Folding-in: S. Deerwester and others, "Indexing by latent semantic analysis", 1990.
        """
        vectors = np.array([self._vector(Counter(weighted_stems(one, analyser))) for one in documents], dtype=np.float32)
        vectors = vectors.reshape(len(documents), self._rows.shape[1])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return centred(np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0), self._centre)

    def _vector(self, counts: Counter[str]) -> Vectors:
        places = self._terms.find_all(list(counts)).tolist()
        known = sorted((place, count) for place, count in zip(places, counts.values(), strict=True) if place >= 0)
        rows = [place for place, _ in known]
        weights = np.log1p(np.array([count for _, count in known], dtype=np.float32)) * self._scales[rows]
        vector: Vectors = weights @ self._rows[rows].astype(np.float32)
        return vector
