"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Among many documents, a label is a sparse set of bits: the words of 64 documents in which it has any. Items of one theme often come
one after another, so these are far fewer than its documents. Labels are taken by falling document frequency, in blocks; once enough
labels count more than the next block's could at most, the rest need no counting. Among few documents, their own labels are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.bits import size, unpacked
from search.engines.embedded.labels import Labels
from search.engines.embedded.runs import lengths_of
from search.engines.embedded.segment_arrays import Array
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
    """Counts the labels of a field of a snapshot. Sets of documents are those of all segments, one after another."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._shown = _Spellings(labels.shown)
        frequencies = lengths_of(labels.starts)
        self._codes = np.argsort(-frequencies, kind="stable")[: int(np.count_nonzero(frequencies))]
        self._blocks = list(_blocks(labels, self._codes))

    def most_frequent(self, matched: Array, limit: int) -> list[tuple[str, int]]:
        """The labels that most documents of a set have, with their counts, at most ``limit``; equal ones in the order of keys."""
        codes, counts = self._counted(matched, limit)
        if len(counts) <= limit:
            found = sorted(zip((-counts).tolist(), codes.tolist(), strict=True))
            return [(self._shown[code], -count) for count, code in found if count]
        keys = (counts << _CODE_BITS) + (_ANY_CODE - codes)
        keys = np.partition(keys, len(keys) - limit)[len(keys) - limit :]
        keys.sort()
        keys = keys[keys.searchsorted(_ANY_CODE, "right") :][::-1]  # those that count at least one
        shown = map(self._shown.__getitem__, (_ANY_CODE - (keys & _ANY_CODE)).tolist())
        return list(zip(shown, (keys >> _CODE_BITS).tolist(), strict=True))

    def _counted(self, matched: Array, limit: int) -> tuple[Array, Array]:
        """Codes with their counts: no other can be among the first ``limit``."""
        counts = self._blocks[0].counts(matched) if self._blocks else np.zeros(0, dtype=np.int64)
        for block in self._blocks[1:]:
            if _largest(counts, limit) > block.most:
                break
            if _OWN_LABEL * self._labels_among(matched) < len(block.words):
                return self._counted_one_by_one(np.flatnonzero(unpacked(matched, self._labels.documents)))
            counts = np.concatenate((counts, block.counts(matched)))
        return self._codes[: len(counts)], counts

    def _labels_among(self, documents: Array) -> float:
        """About how many labels the documents of a set have, together."""
        return size(documents) * len(self._labels.codes) / self._labels.documents

    def _counted_one_by_one(self, documents: Array) -> tuple[Array, Array]:
        """The codes of the documents' labels and how many of the documents have each."""
        counts = np.bincount(self._labels.of_documents(documents))
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


def _blocks(labels: Labels, codes: Array) -> Iterator[_Block]:
    """The blocks of the labels with these codes, all of which have documents, the most frequent first."""
    size, first = _FIRST_BLOCK, 0
    while first < len(codes):
        yield _block(*labels.documents_of(codes[first : first + size]))
        first, size = first + size, size * _GROWTH


def _block(docs: Array, starts: Array) -> _Block:
    """The sets of some lists of documents, the longest first, none empty."""
    words = docs >> 6
    is_new = np.diff(words, prepend=-1) != 0
    is_new[starts[:-1]] = True
    places = np.flatnonzero(is_new)
    bits = np.bitwise_or.reduceat(np.uint64(1) << (docs & 63).astype(np.uint64), places)
    return _Block(int(starts[1]), words[places].astype(np.int64), bits, np.searchsorted(places, starts[:-1]))


def _largest(counts: Array, number: int) -> int:
    """The ``number``-th largest count; 0 when there are fewer."""
    return int(np.partition(counts, len(counts) - number)[len(counts) - number]) if 0 < number <= len(counts) else 0
