"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Labels are taken by falling document frequency. Those of many documents are sets of bits; the others are rows of a sparse
matrix, in blocks. Once enough labels count more than the next block's could at most, the rest need no counting.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from search.engines.embedded.bits import packed_documents, unpacked
from search.engines.embedded.segment_arrays import Array, Postings

_FREQUENT = 32
"""A label of one document in so many is a set of bits."""

_FIRST_BLOCK = 256
_GROWTH = 4


class LabelCounts:
    """The labels of a field in a segment of ``count`` documents; codes are rows of the field's terms."""

    def __init__(self, labels: Postings, count: int) -> None:
        self._count = count
        frequencies = labels.counts
        self._codes = np.argsort(-frequencies, kind="stable")
        frequent = int(np.count_nonzero(frequencies * _FREQUENT > count))
        self._bits = [packed_documents(labels.docs_of(code), count) for code in self._codes[:frequent].tolist()]
        self._blocks = list(self._matrices(labels, frequencies[self._codes], frequent))

    def all(self, matched: Array) -> Array:
        """How many documents of a set (see ``bits``) each label has, by code (K,)."""
        counts = np.zeros(len(self._codes), dtype=np.int64)
        counts[self._codes] = self._counted(matched, len(self._codes))
        return counts

    def most_frequent(self, matched: Array, limit: int) -> list[tuple[int, int]]:
        """The codes that most documents of a set have, with their counts, at most ``limit``; equal ones by code."""
        counts = self._counted(matched, limit)
        present = np.flatnonzero(counts)
        order = np.lexsort((self._codes[present], -counts[present]))[:limit]
        return list(zip(self._codes[present[order]].tolist(), counts[present[order]].tolist(), strict=True))

    def _counted(self, matched: Array, limit: int) -> Array:
        """The counts of the labels by falling frequency, until none of the rest can be among the first ``limit``."""
        counts = np.array([np.bitwise_count(bits & matched).sum(dtype=np.int64) for bits in self._bits], dtype=np.int64)
        mask: Array | None = None
        for most, matrix in self._blocks:
            if len(counts) >= limit and np.partition(counts, len(counts) - limit)[len(counts) - limit] > most:
                break
            if mask is None:
                mask = unpacked(matched, self._count).astype(np.int32)
            counts = np.concatenate((counts, matrix @ mask))
        return counts

    def _matrices(self, labels: Postings, frequencies: Array, first: int) -> Iterator[tuple[int, sparse.csr_array]]:
        """The blocks of the labels from ``first`` on: the largest frequency in it, and its rows (labels, documents)."""
        size = _FIRST_BLOCK
        while first < len(self._codes):
            docs = [labels.docs_of(code) for code in self._codes[first : first + size].tolist()]
            starts = np.concatenate(([0], np.cumsum(frequencies[first : first + size]))).astype(np.int32)
            values = np.ones(starts[-1], dtype=np.int32)
            yield int(frequencies[first]), sparse.csr_array((values, np.concatenate(docs), starts), shape=(len(docs), self._count))
            first, size = first + size, size * _GROWTH
