"""Counts the stems of documents. The work for each distinct chunk of text is done once, so a text costs a look-up per chunk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from search.analysis import Analyser
from search.tokenisation import chunks_of

Matrix: TypeAlias = Any  # scipy.sparse.csr_matrix, which is not typed


class Vocabulary:
    """Numbers stems as they come, and remembers which chunk brought which."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._columns: dict[str, int] = {}
        self._chunks = _Numbers()

    def sequences(self, texts: Iterable[str]) -> "Sequences":
        """For each text the columns of its stems, in order."""
        number = self._chunks.__getitem__
        of_texts = [np.fromiter(map(number, chunks_of(text)), dtype=np.int32) for text in texts]
        chunks, text_starts = _end_to_end(of_texts)
        self._seen = np.bincount(chunks, minlength=len(self._chunks))
        columns, chunk_starts = _end_to_end([np.array(self._columns_of(chunk), dtype=np.int32) for chunk in self._chunks])
        self._of_chunks = Sequences(columns, chunk_starts)
        lengths = np.diff(chunk_starts)[chunks]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(starts[-1]) + np.repeat(chunk_starts[:-1][chunks] - starts[:-1], lengths)
        return Sequences(columns[places], starts[text_starts])

    def counts(self, sequences: "Sequences") -> Matrix:
        """How often each text (row) has each stem (column)."""
        shape = (len(sequences.starts) - 1, len(self._columns))
        ones = np.ones(len(sequences.columns), dtype=np.float32)
        matrix = sparse.csr_matrix((ones, sequences.columns.copy(), sequences.starts.copy()), shape=shape)
        matrix.sum_duplicates()
        return matrix

    def in_order(self) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The stems sorted, and the column of each."""
        terms = sorted(self._columns)
        return terms, np.array([self._columns[term] for term in terms], dtype=np.int64)

    def spellings(self, terms: Sequence[str]) -> list[str]:
        """For each of these stems its most frequent spelling, lower case unless it is always a name or an acronym."""
        found: dict[str, Counter[str]] = {term: Counter() for term in terms}
        is_asked = np.zeros(len(self._columns), dtype=bool)
        is_asked[[self._columns[term] for term in terms]] = True
        chunks, seen = list(self._chunks), self._seen.tolist()
        for number in self._of_chunks.having(is_asked):
            chunk, count = chunks[number], seen[number]
            for token in self._analyser.chunk(chunk).tokens:
                if token.stem in found:
                    found[token.stem][chunk[token.start : token.end]] += count
        return [_usual_spelling(found[term]) for term in terms]

    def _columns_of(self, chunk: str) -> list[int]:
        columns = self._columns
        return [columns.setdefault(form.stem, len(columns)) for form in self._analyser.forms(chunk) if form.stem]


@dataclass(frozen=True, slots=True)
class Sequences:
    """The columns of the stems of texts, end to end, and where each text starts (N + 1,)."""

    columns: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    def cut(self, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> "Sequences":
        """Of each text the stems from ``first`` up to ``last`` (N,), counted from its own first."""
        lengths = np.diff(self.starts)
        begins, ends = np.minimum(first, lengths), np.minimum(last, lengths)
        starts = np.concatenate(([0], np.cumsum(ends - begins)))
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1] + begins - starts[:-1], ends - begins)
        return Sequences(self.columns[places], starts)

    def having(self, is_asked: npt.NDArray[np.bool_]) -> list[int]:
        """The rows of the texts that have one of the columns asked for, in order."""
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        found: list[int] = np.unique(rows[is_asked[self.columns]]).tolist()
        return found


class _Numbers(dict[str, int]):
    """Numbers chunks as they come."""

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        return number


def _end_to_end(arrays: Sequence[npt.NDArray[np.int32]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The arrays joined, and where each starts, with one entry more for the end."""
    starts = np.zeros(len(arrays) + 1, dtype=np.int64)
    np.cumsum([len(array) for array in arrays], out=starts[1:])
    return (np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int32)), starts


def label_counts(labels: Sequence[Sequence[str]]) -> tuple[Matrix, list[str]]:
    """Which document (row) has which label (column), and the labels sorted."""
    names = sorted({label for of_one in labels for label in of_one})
    columns = {name: column for column, name in enumerate(names)}
    rows = np.repeat(np.arange(len(labels)), [len(of_one) for of_one in labels])
    found = np.array([columns[label] for of_one in labels for label in of_one], dtype=np.int64)
    values = np.ones(len(found), dtype=np.float32)
    return sparse.csr_matrix((values, (rows, found)), shape=(len(labels), len(names))), names


def _usual_spelling(found: Counter[str]) -> str:
    """The most frequent spelling; a capital that only begins sentences or titles is not kept."""
    lowered = {spelling.lower() for spelling in found if spelling == spelling.lower()}
    merged: Counter[str] = Counter()
    for spelling, count in found.items():
        merged[spelling.lower() if spelling.lower() in lowered else spelling] += count
    return min(merged, key=lambda spelling: (-merged[spelling], spelling), default="")
