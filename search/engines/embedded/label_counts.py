"""Counts the labels of a field among the documents that match: exactly, and no more of them than the answer needs.

Among many documents, a label is a sparse set of bits: the words of 64 documents in which it has any. Items of one theme often come
one after another, so these are far fewer than its documents. Labels are taken by falling document frequency, in blocks; once enough
labels count more than the next ones could at most, the rest need no counting. Among few documents, their own labels are counted.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from search.compiled import compiled
from search.engines.embedded.bits import size, unpacked
from search.engines.embedded.labels import Labels
from search.engines.embedded.runs import lengths_of
from search.engines.embedded.segment_arrays import Array
from search.results import FacetValue
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
    """What counts the labels of a field of a snapshot. Sets of documents are those of all segments, one after another.

    To count the labels of one document costs as much as ``cost_of_document`` words of the sets of the ``blocks``.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self.shown = _Spellings(labels.shown)
        frequencies = lengths_of(labels.starts)
        codes = np.argsort(-frequencies, kind="stable")[: int(np.count_nonzero(frequencies))]
        self.blocks = list(_blocks(labels, codes))
        self.cost_of_document = _OWN_LABEL * len(labels.codes) / max(labels.documents, 1)

    def counted_one_by_one(self, matched: Array, limit: int) -> tuple[FacetValue, ...]:
        """The first ``limit`` labels of a set of few documents."""
        counts = np.bincount(self._labels.of_documents(np.flatnonzero(unpacked(matched, self._labels.documents))))
        codes = np.flatnonzero(counts > 0)  # several times faster than of the counts themselves
        return in_order(_largest(_keys_of(codes, counts[codes]), limit), self.shown)


def most_frequent(fields: Sequence[LabelCounts], matched: Array, limit: int) -> list[tuple[FacetValue, ...]]:
    """Of some fields the labels that most documents of a set have, with their counts, at most ``limit`` of each; equal ones in the
    order of keys."""
    found = zip(fields, of_fields(fields, matched, limit), strict=True)
    return [field.counted_one_by_one(matched, limit) if values is None else values for field, values in found]


class Block(msgspec.Struct, eq=False):
    """The sets of some labels, with their codes and sizes, one after another, the largest first; ``starts`` says where each begins.

    ``words`` int32 (n,) are the places of the words in the whole set of bits, ``bits`` (n,) what the label has of each.
    """

    codes: Array
    sizes: Array
    words: Array
    bits: Array
    starts: Array
    opened: object = None
    """What compiled loops have opened of it."""


@compiled
def of_fields(fields: Sequence[LabelCounts], matched: Array, limit: int) -> list[tuple[FacetValue, ...] | None]:
    """The first ``limit`` labels of each field; None where those of the documents are counted sooner one by one."""
    return [_of_blocks(field, matched, limit) for field in fields]


def _of_blocks(field: LabelCounts, matched: Array, limit: int) -> tuple[FacetValue, ...] | None:
    """The same of one field, from blocks with ever rarer labels; of as many, the least comes first."""
    keys = np.zeros(0, dtype=np.int64)
    for block in field.blocks:
        if len(keys) == limit and keys.item(0) >> _CODE_BITS > block.sizes[0]:
            break
        if len(keys) and field.cost_of_document * size(matched) < len(block.words):
            return None
        counts = np.add.reduceat(np.bitwise_count(matched.take(block.words) & block.bits), block.starts, dtype=np.int64)
        keys = _largest(np.concatenate((keys, _keys_of(block.codes, counts))), limit)
    return in_order(keys, field.shown)


@compiled
def in_order(keys: Array, shown: Mapping[int, str]) -> tuple[FacetValue, ...]:
    """The labels with these keys, those without a document left out; ``shown`` spells each code."""
    ordered = sorted(keys.tolist(), reverse=True)
    return tuple([FacetValue(shown[_ANY_CODE - (key & _ANY_CODE)], key >> _CODE_BITS) for key in ordered if key > _ANY_CODE])


def _keys_of(codes: Array, counts: Array) -> Array:
    """Keys of labels, int64, the greater the earlier they come: by falling count, then by code."""
    keys: Array = (counts << _CODE_BITS) + (_ANY_CODE - codes)
    return keys


def _blocks(labels: Labels, codes: Array) -> Iterator[Block]:
    """The blocks of the labels with these codes, all of which have documents, the most frequent first."""
    size, first = _FIRST_BLOCK, 0
    while first < len(codes):
        some = codes[first : first + size]
        yield _block(some, *labels.documents_of(some))
        first, size = first + size, size * _GROWTH


def _block(codes: Array, docs: Array, starts: Array) -> Block:
    """The sets of some lists of documents, the longest first, none empty."""
    words = docs >> 6
    is_new = np.diff(words, prepend=-1) != 0
    is_new[starts[:-1]] = True
    places = np.flatnonzero(is_new)
    bits = np.bitwise_or.reduceat(np.uint64(1) << (docs & 63).astype(np.uint64), places)
    return Block(codes, np.diff(starts), words[places].astype(np.int32), bits, np.searchsorted(places, starts[:-1]))


def _largest(keys: Array, number: int) -> Array:
    """The largest of some keys, as many as ``number``; of as many, the least comes first."""
    return keys if len(keys) < number else np.partition(keys, len(keys) - number)[len(keys) - number :]
