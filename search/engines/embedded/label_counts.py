"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Among many documents, a label is a sparse set of bits: the words of 64 documents in which it has any. Items of one theme often come
one after another, so these are far fewer than its documents. Labels are taken by falling document frequency, in blocks; once enough
labels count more than the next block's could at most, the rest need no counting. Among few documents, their own labels are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.bits import size, unpacked
from search.engines.embedded.segment_arrays import Array, Column, Postings
from search.string_table import StringTable

_FIRST_BLOCK = 256
_GROWTH = 4

_OWN_LABEL = 2
"""What one label of one document costs to count, beside a word of the sets of a block."""

_CODE_BITS = 32
_ANY_CODE = 2**_CODE_BITS - 1


class _Spellings(dict[int, str]):
    """The spellings shown so far."""

    def __init__(self, table: StringTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> str:
        spelling = self[code] = self._table[code]
        return spelling


class LabelCounts:
    """The labels of a field in a segment; codes are rows of the field's terms, ``shown`` their spellings."""

    def __init__(self, labels: Postings, column: Column) -> None:
        self.shown = _Spellings(column.shown)
        self._column = column
        self._documents = len(column.starts) - 1
        frequencies = labels.counts
        self._number = len(frequencies)
        self._codes = np.argsort(-frequencies, kind="stable")[: int(np.count_nonzero(frequencies))]
        self._blocks = list(_blocks(labels, self._codes))

    def all(self, matched: Array) -> Array:
        """How many documents of a set (see ``bits``) each label has, by code (K,)."""
        codes, found = self._counted(matched, self._number)
        counts = np.zeros(self._number, dtype=np.int64)
        counts[codes] = found
        return counts

    def most_frequent(self, matched: Array, limit: int) -> list[tuple[int, int]]:
        """The codes that most documents of a set have, with their counts, at most ``limit``; equal ones by code."""
        codes, counts = self._counted(matched, limit)
        if len(counts) <= limit:
            found = sorted(zip((-counts).tolist(), codes.tolist(), strict=True))
            return [(code, -count) for count, code in found if count]
        keys = (counts << _CODE_BITS) + (_ANY_CODE - codes)
        keys = np.partition(keys, len(keys) - limit)[len(keys) - limit :]
        keys.sort()
        keys = keys[keys.searchsorted(_ANY_CODE, "right") :][::-1]  # those that count at least one
        return list(zip((_ANY_CODE - (keys & _ANY_CODE)).tolist(), (keys >> _CODE_BITS).tolist(), strict=True))

    def _counted(self, matched: Array, limit: int) -> tuple[Array, Array]:
        """Codes with their counts: no other can be among the first ``limit``."""
        counts = self._blocks[0].counts(matched) if self._blocks else np.zeros(0, dtype=np.int64)
        for block in self._blocks[1:]:
            if _largest(counts, limit) > block.most:
                break
            if _OWN_LABEL * self._labels_among(matched) < len(block.words):
                return _counted_one_by_one(self._column, np.flatnonzero(unpacked(matched, self._documents)))
            counts = np.concatenate((counts, block.counts(matched)))
        return self._codes[: len(counts)], counts

    def _labels_among(self, documents: Array) -> float:
        """About how many labels the documents of a set have, together."""
        return size(documents) * len(self._column.codes) / self._documents


def _counted_one_by_one(column: Column, documents: Array) -> tuple[Array, Array]:
    """The codes of the documents' labels, ascending, and how many of the documents have each."""
    starts = column.starts[documents].astype(np.int64)
    lengths = column.starts[documents + 1] - starts
    ends = np.cumsum(lengths)
    places = np.arange(int(lengths.sum())) + np.repeat(starts - ends + lengths, lengths)
    counts = np.bincount(column.codes.take(places))
    codes = np.flatnonzero(counts)
    return codes, counts[codes]


@dataclass(frozen=True, slots=True)
class _Block:
    """The sets of some labels, one after another; ``starts`` says where each begins. ``most`` is the size of the largest.

    ``words`` (n,) are the places of the words in the whole set of bits, ``bits`` (n,) what the label has of each.
    """

    most: int
    words: Array
    bits: Array
    starts: Array

    def counts(self, matched: Array) -> Array:
        """How many documents of a set each label has."""
        counts: Array = np.add.reduceat(np.bitwise_count(matched.take(self.words) & self.bits), self.starts, dtype=np.int64)
        return counts


def _blocks(labels: Postings, codes: Array) -> Iterator[_Block]:
    """The blocks of the labels with these codes, all of which have documents."""
    size, first = _FIRST_BLOCK, 0
    while first < len(codes):
        lists = [labels.docs_of(code) for code in codes[first : first + size].tolist()]
        yield _block(lists)
        first, size = first + size, size * _GROWTH


def _block(lists: list[Array]) -> _Block:
    """The sets of some lists of documents, the longest first, none empty."""
    docs = np.concatenate(lists)
    begins = np.cumsum([0, *map(len, lists[:-1])])
    words = docs >> 6
    is_new = np.diff(words, prepend=-1) != 0
    is_new[begins] = True
    places = np.flatnonzero(is_new)
    bits = np.bitwise_or.reduceat(np.uint64(1) << (docs & 63).astype(np.uint64), places)
    return _Block(len(lists[0]), words[places].astype(np.int64), bits, np.searchsorted(places, begins))


def _largest(counts: Array, number: int) -> int:
    """The ``number``-th largest count; 0 when there are fewer."""
    return int(np.partition(counts, len(counts) - number)[len(counts) - number]) if 0 < number <= len(counts) else 0
