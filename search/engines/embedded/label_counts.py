"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Labels are taken by falling document frequency. Those of many documents are sets of bits; the others are rows of a sparse
matrix, in blocks. Once enough labels count more than the next block's could at most, the rest need no counting.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from search.engines.embedded.bits import packed_documents, unpacked
from search.engines.embedded.segment_arrays import Array, Postings
from search.string_table import StringTable

_FREQUENT = 64
"""A label of one document in so many is a set of bits."""

_FIRST_BLOCK = 256
_GROWTH = 4


class _Spellings(dict[int, str]):
    """The spellings shown so far."""

    def __init__(self, table: StringTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> str:
        spelling = self[code] = self._table[code]
        return spelling


class LabelCounts:
    """The labels of a field in a segment of ``count`` documents; codes are rows of the field's terms, ``shown`` their spellings."""

    def __init__(self, labels: Postings, shown: StringTable, count: int) -> None:
        self.shown = _Spellings(shown)
        self._count = count
        frequencies = labels.counts
        self._codes = np.argsort(-frequencies, kind="stable")
        frequent = int(np.count_nonzero(frequencies * _FREQUENT > count))
        bits = [packed_documents(labels.docs_of(code), count) for code in self._codes[:frequent].tolist()]
        self._bits = np.array(bits, dtype=np.uint64).reshape(frequent, -(-count // 64))
        self._blocks = list(self._matrices(labels, frequencies[self._codes], frequent))

    def all(self, matched: Array) -> Array:
        """How many documents of a set (see ``bits``) each label has, by code (K,)."""
        counts = np.zeros(len(self._codes), dtype=np.int64)
        counts[self._codes] = self._counted(matched, len(self._codes))
        return counts

    def most_frequent(self, matched: Array, limit: int) -> list[tuple[int, int]]:
        """The codes that most documents of a set have, with their counts, at most ``limit``; equal ones by code."""
        counts = self._counted(matched, limit)
        places = np.flatnonzero(counts >= max(_largest(counts, limit), 1))
        return sorted(zip(self._codes[places].tolist(), counts[places].tolist(), strict=True), key=_by_count)[:limit]

    def _counted(self, matched: Array, limit: int) -> Array:
        """The counts of the labels by falling frequency, until none of the rest can be among the first ``limit``."""
        counts: Array = np.bitwise_count(self._bits & matched).sum(axis=1, dtype=np.uint32)
        mask: Array | None = None
        for most, matrix in self._blocks:
            if _largest(counts, limit) > most:
                break
            if mask is None:
                mask = unpacked(matched, self._count).view(np.uint8)
            counts = np.concatenate((counts, matrix @ mask.astype(matrix.dtype, copy=False)))
        return counts

    def _matrices(self, labels: Postings, frequencies: Array, first: int) -> Iterator[tuple[int, sparse.csr_array]]:
        """The blocks of the labels from ``first`` on: the largest frequency in it, and its rows (labels, documents)."""
        size = _FIRST_BLOCK
        while first < len(self._codes):
            most = int(frequencies[first])
            docs = [labels.docs_of(code) for code in self._codes[first : first + size].tolist()]
            starts = np.concatenate(([0], np.cumsum(frequencies[first : first + size]))).astype(np.int32)
            values = np.ones(starts[-1], dtype=np.min_scalar_type(most))
            yield most, sparse.csr_array((values, np.concatenate(docs), starts), shape=(len(docs), self._count))
            first, size = first + size, size * _GROWTH


def _by_count(label: tuple[int, int]) -> tuple[int, int]:
    code, count = label
    return -count, code


def _largest(counts: Array, number: int) -> int:
    """The ``number``-th largest count; 0 when there are fewer."""
    return int(np.partition(counts, len(counts) - number)[len(counts) - number]) if 0 < number <= len(counts) else 0
