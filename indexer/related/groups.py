"""Which items may not stand beside each other: near-duplicates (mirrors) and the issues of one series."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from indexer.related.settings import RelatedSettings
from indexer.related.similarity import Candidates
from indexer.related.vectors import Vectors
from search.analysis import fold_value
from search.document import Document

_DATED = re.compile(
    r"\b(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?:le |du |au )?(?:\d{1,2}(?:er)? )?"
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: \d{4})?\b"
    r"|\b(?:le )?\d{1,2} \d{1,2} \d{4}\b|\b(?:n|no|ndeg|numero) ?\d+\b|\b\d{4}\b"
)
_FEWEST_WORDS = 3


def series_key(title: str) -> str:
    """What the titles of one series share: the title without its date or number; empty for a title without any."""
    rest, dates = _DATED.subn(" ", fold_value(title))
    words = rest.split()
    return " ".join(words) if dates and len(words) >= _FEWEST_WORDS else ""


def groups(documents: Sequence[Document], vectors: Vectors, found: Candidates, settings: RelatedSettings) -> npt.NDArray[np.int32]:
    """A number for each document (N,): the first row of those it may not stand beside."""
    left, right = _mirrors(vectors, found, settings)
    first_of: dict[str, int] = {}
    series = [(first_of.setdefault(key, row), row) for row, one in enumerate(documents) if (key := series_key(one.title))]
    pairs = np.concatenate((np.column_stack((left, right)), np.array(series, dtype=np.int64).reshape(-1, 2)))
    graph = sparse.coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(documents), len(documents)))
    numbers = connected_components(graph, directed=False)[1]
    _, firsts = np.unique(numbers, return_index=True)
    rows: npt.NDArray[np.int32] = firsts[numbers].astype(np.int32)
    return rows


def _mirrors(vectors: Vectors, found: Candidates, settings: RelatedSettings) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The pairs whose texts are nearly the same. A similarity is never less than the cosine of the texts in it."""
    rows, ranks = np.nonzero((found.rows >= 0) & (found.similarities >= settings.duplicate - 1e-4))
    others = found.rows[rows, ranks]
    cosines = np.asarray(vectors.whole[rows].multiply(vectors.whole[others]).sum(axis=1)).ravel()
    same = cosines >= settings.duplicate
    return rows[same], others[same]
