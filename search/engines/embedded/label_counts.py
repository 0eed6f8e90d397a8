"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Labels are taken by falling document frequency. Those of many documents are sets of bits; the others are lists of documents, in
blocks of labels. Once enough labels count more than the next block's could at most, the rest need no counting.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

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
        self._blocks = list(self._lists(labels, frequencies[self._codes], frequent))

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
        for block in self._blocks:
            if _largest(counts, limit) > block.most:
                break
            if mask is None:
                mask = np.append(unpacked(matched, self._count), False)
            counts = np.concatenate((counts, block.counts(mask)))
        return counts

    def _lists(self, labels: Postings, frequencies: Array, first: int) -> Iterator["_Block"]:
        """The blocks of the labels from ``first`` on."""
        size = _FIRST_BLOCK
        while first < len(self._codes):
            docs = [labels.docs_of(code) for code in self._codes[first : first + size].tolist()]
            yield _Block.of(docs, int(frequencies[first]), self._count)
            first, size = first + size, size * _GROWTH


@dataclass(frozen=True, slots=True)
class _Block:
    """The documents of some labels, one list after another, each filled up to whole octets, at least one, with a document that
    never matches.

    ``most`` is the length of the longest list; ``starts`` says at which octet each list begins.
    """

    most: int
    docs: Array
    starts: Array

    @classmethod
    def of(cls, lists: list[Array], most: int, never: int) -> "_Block":
        octets = [max(-(-len(one) // 8), 1) for one in lists]
        docs = np.full((sum(octets), 8), never, dtype=np.int64).ravel()
        starts = np.cumsum([0, *octets[:-1]])
        for start, one in zip((8 * starts).tolist(), lists, strict=True):
            docs[start : start + len(one)] = one
        return cls(most, docs, starts)

    def counts(self, mask: Array) -> Array:
        """How many documents of each list are in the mask, bool (N + 1,)."""
        counts: Array = np.add.reduceat(np.bitwise_count(np.packbits(mask.take(self.docs))), self.starts, dtype=np.uint32)
        return counts


def _by_count(label: tuple[int, int]) -> tuple[int, int]:
    code, count = label
    return -count, code


def _largest(counts: Array, number: int) -> int:
    """The ``number``-th largest count; 0 when there are fewer."""
    return int(np.partition(counts, len(counts) - number)[len(counts) - number]) if 0 < number <= len(counts) else 0
