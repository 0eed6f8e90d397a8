"""Learns which items belong together and writes the neighbour table that ``search.related`` serves.

An item is three TF-IDF vectors on the shared analysis (body, title, labels), each of length 1. Two items are as close as
the weighted sum of the three cosines; stacking the vectors side by side, scaled by the square roots of the weights, makes
that sum one dot product. Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from search.analysis import ANALYSER, Analyser, fold_value
from search.document import Document
from search.fields import key
from search.related import canonical_address
from search.string_table import StringTable

Matrix: TypeAlias = Any  # scipy.sparse.csr_matrix, which is not typed
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RelatedSettings:
    """Weights of the three cosines, and what of the neighbours is kept.

    ``neighbours`` is kept for each item; a cosine of bodies of ``duplicate`` or more makes two items one.
    """

    body: float = 1.0
    title: float = 0.25
    labels: float = 0.1
    neighbours: int = 20
    minimum_score: float = 0.05
    duplicate: float = 0.97
    block: int = 512


class RelatedModel:
    """What is learnt from a sequence of documents. Attributes that end in ``_`` exist after ``learn``."""

    def __init__(self, settings: RelatedSettings | None = None, analyser: Analyser = ANALYSER) -> None:
        self.settings = settings or RelatedSettings()
        self.analyser = analyser

    def learn(self, documents: Sequence[Document]) -> "RelatedModel":
        """Learns the neighbours of every document; rows follow the order of the documents."""
        settings = self.settings
        self.documents_ = documents
        self.bodies_, self.terms_, self.idf_ = self._vectors([_whole_text(document) for document in documents])
        titles, _, _ = self._vectors([document.title for document in documents])
        labels = self._label_vectors([_labels(document) for document in documents])
        weighted = [(settings.body, self.bodies_), (settings.title, titles), (settings.labels, labels)]
        self.vectors_ = sparse.hstack([vectors * np.sqrt(weight) for weight, vectors in weighted], format="csr")
        self.groups_ = _groups(documents, self.bodies_, settings)
        self.neighbours_, self.scores_ = self._neighbours()
        self.words_ = self._shared_words()
        return self

    def save(self, folder: Path) -> None:
        """Writes the arrays and string tables named in ``search.related``."""
        folder.mkdir(parents=True, exist_ok=True)
        postings = self.bodies_.tocsc()
        postings.sort_indices()
        addresses = _addresses(self.documents_)
        arrays = {
            "neighbours": self.neighbours_,
            "scores": self.scores_,
            "words": self.words_,
            "groups": self.groups_,
            "address_rows": np.array(list(addresses.values()), dtype=np.int32),
            "term_starts": postings.indptr.astype(np.int64),
            "posting_rows": postings.indices.astype(np.int32),
            "posting_weights": postings.data.astype(np.float32),
            "term_idf": self.idf_.astype(np.float32),
        }
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        StringTable.of(document.id for document in self.documents_).save(folder / "ids")
        StringTable.of(addresses).save(folder / "addresses")
        StringTable.of(self.terms_).save(folder / "terms")
        StringTable.of(self._spellings()).save(folder / "spellings")

    def _vectors(self, texts: list[str]) -> tuple[Matrix, list[str], npt.NDArray[np.float64]]:
        """TF-IDF of texts: rows of length 1 (texts, terms), the terms in order, and their idf."""
        vectorizer = TfidfVectorizer(analyzer=self.analyser.stems, sublinear_tf=True, dtype=np.float32)
        try:
            matrix = vectorizer.fit_transform(texts)
        except ValueError:  # not one word in all the texts
            return sparse.csr_matrix((len(texts), 0), dtype=np.float32), [], np.zeros(0)
        return matrix.tocsr(), list(vectorizer.get_feature_names_out()), vectorizer.idf_

    def _label_vectors(self, labels: list[list[str]]) -> Matrix:
        vectorizer = TfidfVectorizer(analyzer=_themselves, dtype=np.float32)
        try:
            return vectorizer.fit_transform(labels).tocsr()
        except ValueError:  # not one label in all the documents
            return sparse.csr_matrix((len(labels), 0), dtype=np.float32)

    def _neighbours(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The best rows of each row and their scores, (N, K) each; one of each group, none of the row's own."""
        count, kept = len(self.documents_), self.settings.neighbours
        neighbours = np.full((count, kept), -1, dtype=np.int32)
        scores = np.zeros((count, kept), dtype=np.float32)
        for row, similarities in self._similarities():
            found = self._distinct(row, similarities)
            neighbours[row, : len(found)] = found
            scores[row, : len(found)] = similarities[found]
        return neighbours, scores

    def _similarities(self) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
        """Each row with its similarity to every row (N,), by blocks of rows so that memory stays bounded."""
        transposed = self.vectors_.T.tocsr()
        for start in range(0, self.vectors_.shape[0], self.settings.block):
            block = (self.vectors_[start : start + self.settings.block] @ transposed).toarray()
            for offset, similarities in enumerate(block):
                yield start + offset, similarities

    def _distinct(self, row: int, similarities: npt.NDArray[np.float32]) -> list[int]:
        candidates = np.flatnonzero(similarities >= self.settings.minimum_score)
        order = candidates[np.lexsort((candidates, -similarities[candidates]))]
        seen = {int(self.groups_[row])}
        found: list[int] = []
        for candidate in map(int, order):
            group = int(self.groups_[candidate])
            if candidate != row and group not in seen:
                seen.add(group)
                found.append(candidate)
                if len(found) == self.settings.neighbours:
                    break
        return found

    def _shared_words(self) -> npt.NDArray[np.int32]:
        """The three terms of each pair of neighbours that bring the most to their cosine, (N, K, 3), -1 for none."""
        words = np.full((*self.neighbours_.shape, 3), -1, dtype=np.int32)
        dense = np.zeros(self.bodies_.shape[1], dtype=np.float32)
        named = [self._named_terms(document) for document in self.documents_]
        bodies = self.bodies_
        for row in range(len(self.documents_)):
            own = slice(bodies.indptr[row], bodies.indptr[row + 1])
            dense[bodies.indices[own]] = bodies.data[own]
            for rank, neighbour in enumerate(self.neighbours_[row]):
                if neighbour < 0:
                    break
                theirs = slice(bodies.indptr[neighbour], bodies.indptr[neighbour + 1])
                terms, parts = bodies.indices[theirs], bodies.data[theirs] * dense[bodies.indices[theirs]]
                best = terms[np.lexsort((terms, -parts))][: int((parts > 0).sum())]
                told = [term for term in best[:12] if term not in named[row] and self._is_telling(term)][:3]
                words[row, rank, : len(told)] = told
            dense[bodies.indices[own]] = 0
        return words

    def _named_terms(self, document: Document) -> set[int]:
        """The terms of the document's countries: a reason already names those."""
        stems = set(self.analyser.stems(" ".join(document.countries)))
        return {row for row in (self._term_rows().get(stem) for stem in stems) if row is not None}

    def _term_rows(self) -> dict[str, int]:
        if not hasattr(self, "_rows_of_terms"):
            self._rows_of_terms = {term: row for row, term in enumerate(self.terms_)}
        return self._rows_of_terms

    def _is_telling(self, term: int) -> bool:
        """Words of three letters and more tell a reader something; numbers do not."""
        word = self.terms_[term]
        return len(word) > 2 and not word[0].isdigit()

    def _spellings(self) -> list[str]:
        """For each term its most frequent spelling in the documents, lower case unless it is always a name or an acronym."""
        spellings: list[Counter[str]] = [Counter() for _ in self.terms_]
        rows = self._term_rows()
        for document in self.documents_:
            text = _whole_text(document)
            for token in self.analyser.tokens(text):
                if token.stem:
                    spellings[rows[token.stem]][text[token.start : token.end]] += 1
        return [_usual_spelling(found) for found in spellings]


def _usual_spelling(found: Counter[str]) -> str:
    """The most frequent spelling; a capital that only begins sentences or titles is not kept."""
    lowered = {spelling.lower() for spelling in found if spelling == spelling.lower()}
    merged: Counter[str] = Counter()
    for spelling, count in found.items():
        merged[spelling.lower() if spelling.lower() in lowered else spelling] += count
    return min(merged, key=lambda spelling: (-merged[spelling], spelling), default="")


def _themselves(labels: list[str]) -> list[str]:
    return labels


def _whole_text(document: Document) -> str:
    return "\n".join((document.title, document.summary, document.body))


def _labels(document: Document) -> list[str]:
    return [f"theme {key(label)}" for label in document.themes] + [f"country {key(label)}" for label in document.countries]


def _addresses(documents: Sequence[Document]) -> dict[str, int]:
    """Canonical address -> row, sorted by UTF-8 bytes; the first document keeps an address that two claim."""
    rows: dict[str, int] = {}
    for row, document in enumerate(documents):
        if document.url:
            rows.setdefault(canonical_address(document.url), row)
    return dict(sorted(rows.items(), key=lambda item: item[0].encode()))


def _groups(documents: Sequence[Document], bodies: Matrix, settings: RelatedSettings) -> npt.NDArray[np.int32]:
    """A number for each document (N,), shared by near-duplicates and by the issues of one series."""
    groups = np.arange(len(documents), dtype=np.int32)
    by_series: dict[str, int] = {}
    for row, document in enumerate(documents):
        if series := series_key(document.title):
            groups[row] = by_series.setdefault(series, row)
    transposed = bodies.T.tocsr()
    for start in range(0, bodies.shape[0], settings.block):
        product: Any = (bodies[start : start + settings.block] @ transposed).tocoo()
        close = product.data >= settings.duplicate
        for left, right in zip(product.row[close] + start, product.col[close], strict=True):
            if left < right and groups[left] != groups[right]:
                groups[groups == groups[right]] = groups[left]
    return groups


_DATED = re.compile(
    r"\b(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?:le |du |au )?(?:\d{1,2}(?:er)? )?"
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: \d{4})?\b"
    r"|\b(?:le )?\d{1,2} \d{1,2} \d{4}\b|\b(?:n|no|ndeg|numero) ?\d+\b|\b\d{4}\b"
)


def series_key(title: str) -> str:
    """What the titles of one series share: the title without its date or number; empty for a title without any."""
    folded = fold_value(title)
    rest, dates = _DATED.subn(" ", folded)
    rest = " ".join(rest.split())
    return rest if dates and len(rest.split()) >= 3 else ""
