"""Turns documents into a segment's arrays: words become numbers as they come, and are sorted once at the end.

The analysis of a chunk of text is remembered as numbers, so a text costs a look-up for each of its chunks and nothing for
each posting.
"""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from search.analysis import ANALYSER, Analyser
from search.engines.embedded.schema import IDENTIFIER
from search.engines.embedded.segment_arrays import MISSING, Array, Column, Postings, SegmentArrays, smallest
from search.fields import ENDS_AT, LABEL_FIELDS, MOMENT, TEXT_FIELDS, key
from search.string_table import StringTable
from search.tokenisation import chunks_of

COMPRESSION_LEVEL = 1
NUMBERS = (MOMENT, ENDS_AT)

# What is remembered of a chunk: numbers of its stems, numbers of its words, and how far each word steps in position.
_Numbered = tuple[tuple[int, ...], tuple[int, ...], bytes]


class _Vocabulary(dict[str, int]):
    """A number for each word, in order of appearance."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class _NumberedChunks(dict[str, _Numbered]):
    """The chunks seen so far, analysed into numbers of a vocabulary."""

    def __init__(self, analyser: Analyser, vocabulary: _Vocabulary) -> None:
        super().__init__()
        self._analyser = analyser
        self._vocabulary = vocabulary

    def __missing__(self, chunk: str) -> _Numbered:
        analysed = self._analyser.chunk(chunk)
        number = self._vocabulary
        steps, last = bytearray(), -1
        for token in analysed.tokens:
            steps.append(token.position - last)
            last = token.position
        stems, words = (tuple(number[word] for word in view) for view in (analysed.stems, analysed.words))
        numbered = self[chunk] = (stems, words, bytes(steps))
        return numbered


class _View:
    """The words of one view of a field, document after document."""

    def __init__(self) -> None:
        self.words = array("i")
        self.lengths = array("i")

    def add(self, numbers: Iterable[int]) -> None:
        before = len(self.words)
        self.words.extend(numbers)
        self.lengths.append(len(self.words) - before)


class Inversion:
    """Documents on their way into one segment."""

    def __init__(self, analyser: Analyser = ANALYSER) -> None:
        self._vocabulary = _Vocabulary()
        self._chunks = _NumberedChunks(analyser, self._vocabulary)
        self._stems = {field.name: _View() for field in TEXT_FIELDS}
        self._words = {field.name: _View() for field in TEXT_FIELDS}
        self._steps = {field.name: bytearray() for field in TEXT_FIELDS}
        self._labels: dict[str, list[Sequence[str]]] = {name: [] for name in (IDENTIFIER, *(f.name for f in LABEL_FIELDS))}
        self._numbers = {name: array("q") for name in NUMBERS}
        self._stored: list[bytes] = []
        self.tokens = 0

    def __len__(self) -> int:
        return len(self._stored)

    def add(
        self,
        identifier: str,
        stored: bytes,
        texts: Mapping[str, str],
        labels: Mapping[str, Sequence[str]],
        numbers: Mapping[str, int],
    ) -> None:
        """Adds a document: its encoded form, its texts by field, its labels by field, its numbers by field."""
        for name, text in texts.items():
            numbered = list(map(self._chunks.__getitem__, chunks_of(text)))
            self._stems[name].add(chain.from_iterable([part[0] for part in numbered]))
            self._words[name].add(chain.from_iterable([part[1] for part in numbered]))
            self._steps[name] += b"".join([part[2] for part in numbered])
            self.tokens += self._words[name].lengths[-1]
        self._labels[IDENTIFIER].append((identifier,))
        for name, values in labels.items():
            self._labels[name].append(values)
        for name, column in self._numbers.items():
            column.append(numbers.get(name, MISSING))
        self._stored.append(zlib.compress(stored, COMPRESSION_LEVEL))

    def arrays(self) -> SegmentArrays:
        """The segment of all documents added so far."""
        words, rank = _sorted_words(self._vocabulary)
        texts = {}
        for field in TEXT_FIELDS:
            texts[field.stem] = _text_postings(self._stems[field.name], rank, words, None)
            texts[field.exact] = _text_postings(self._words[field.name], rank, words, self._steps[field.name])
        labels, columns = {}, {}
        for name, values in self._labels.items():
            labels[name], column = _label_postings(values, fold=name != IDENTIFIER)
            if name != IDENTIFIER:
                columns[name] = column
        return SegmentArrays(
            count=len(self._stored),
            texts=texts,
            labels=labels,
            columns=columns,
            numbers={name: np.array(column, dtype=np.int64) for name, column in self._numbers.items()},
            stored_starts=_starts([len(stored) for stored in self._stored]),
            stored=np.frombuffer(b"".join(self._stored), dtype=np.uint8),
        )


def _sorted_words(vocabulary: Mapping[str, int]) -> tuple[StringTable, Array]:
    """The words in the order of their UTF-8 bytes, and the place of each number in it (T,)."""
    ordered = sorted(vocabulary, key=str.encode)
    rank = np.empty(len(ordered), dtype=np.int64)
    rank[[vocabulary[word] for word in ordered]] = np.arange(len(ordered))
    return StringTable.of(ordered), rank


def _text_postings(view: _View, rank: Array, words: StringTable, steps: bytearray | None) -> Postings:
    """Inverts the words of a view: sorts (term, order of appearance) as one 64-bit key, so documents and positions follow."""
    lengths = np.array(view.lengths, dtype=np.int64)
    numbers = np.frombuffer(view.words, dtype=np.int32) if view.words else np.zeros(0, dtype=np.int32)
    keys = (rank[numbers] << 32) | np.arange(len(numbers), dtype=np.int64)
    keys.sort()
    order = keys & 0xFFFFFFFF
    terms = keys >> 32
    docs = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    places = np.flatnonzero(first)
    freqs = np.diff(places, append=len(keys))
    starts = np.searchsorted(terms[places], np.arange(len(words) + 1))
    positions = position_starts = None
    if steps is not None:
        positions = smallest(_positions(steps, lengths)[order])
        position_starts = smallest(np.searchsorted(terms, np.arange(len(words) + 1)))
    return Postings(words, smallest(starts), docs[places], smallest(freqs), smallest(lengths), positions, position_starts)


def _positions(steps: bytearray, lengths: Array) -> Array:
    """The position of each word in its document, from 0."""
    running = np.concatenate(([0], np.cumsum(np.frombuffer(steps, dtype=np.uint8), dtype=np.int64)))
    starts = np.cumsum(lengths) - lengths
    positions: Array = running[1:] - 1 - np.repeat(running[starts], lengths)
    return positions


def _label_postings(values: Sequence[Sequence[str]], *, fold: bool) -> tuple[Postings, Column]:
    """The inverted lists of labels by key, and the column of their codes."""
    spellings: dict[str, Counter[str]] = {}
    keys = [[(key(label) if fold else label) for label in labels] for labels in values]
    for labels, folded in zip(values, keys, strict=True):
        for label, label_key in dict(zip(labels, folded, strict=True)).items():
            spellings.setdefault(label_key, Counter())[label] += 1
    ordered = sorted(spellings, key=str.encode)
    codes = {label_key: code for code, label_key in enumerate(ordered)}
    rows = [sorted({codes[label_key] for label_key in folded}) for folded in keys]
    column = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=sum(map(len, rows)))
    lengths = [len(row) for row in rows]
    docs = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    starts = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=len(ordered)))))
    shown = StringTable.of(min(spellings[k], key=lambda label: (-spellings[k][label], label)) for k in ordered)
    postings = Postings(StringTable.of(ordered), smallest(starts), docs[np.argsort(column, kind="stable")])
    return postings, Column(smallest(_starts(lengths)), column, shown)


def _starts(lengths: Sequence[int]) -> Array:
    """Where each of the runs of these lengths starts, and where the last one ends (n + 1,)."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts
