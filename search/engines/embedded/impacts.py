"""What a word brings to the documents that have it: BM25 scores, kept in the forms that evaluation is fastest with."""

from collections.abc import Callable, Sequence
from functools import cached_property

import msgspec
import numpy as np

from search.engines.embedded.allowed import Allowed
from search.engines.embedded.bits import packed_documents
from search.engines.embedded.scored_terms import OPENED, PlainScores, Scores, summed, united
from search.engines.embedded.segment_arrays import Array

FREQUENT = 16
"""A word that one document in so many has is added to a total as a whole column: cheaper than posting by posting."""

STEPS = 64
"""Steps that make up a score of 1, where scores are rounded up to steps."""

MOST_STEPS = 2**16 - 1
"""Steps that a sum can have."""

_FILLED = 256
"""Sums are filled up to a multiple of so many documents."""

BLOCK = 16
"""Documents of which it is known what a word brings to any of them at most."""

GROUP = 16
"""Blocks of a group, which a segment is filled up to."""

_OF_WORD = 64
"""Documents of a word of bits."""

_SOME = 4
"""Blocks to a document from which on a word's documents are kept by blocks."""

_OBJECT = 1000
"""Bytes of an object with its arrays' heads."""


class Blocks(msgspec.Struct, frozen=True, eq=False, gc=False):
    """How many documents of a word come before each word of its set of bits, int32 (W,), and its most steps in each block of a
    segment, uint16 (B,).

    B is filled up to a multiple of ``GROUP``.
    """

    starts: Array
    peaks: Array

    @classmethod
    def of(cls, docs: Array, scores: Array, count: int) -> "Blocks":
        """Of documents (n,), ascending, and their scores (n,), in a segment of ``count``."""
        starts = docs.searchsorted(np.arange(0, count, _OF_WORD, dtype=np.int32))
        blocks = docs // BLOCK
        firsts = np.flatnonzero(np.diff(blocks, prepend=-1))
        peaks = np.zeros(-(-count // (BLOCK * GROUP)) * GROUP, dtype=np.uint16)
        peaks[blocks[firsts]] = np.ceil(np.maximum.reduceat(scores, firsts) * STEPS)
        return cls(starts.astype(np.int32), peaks)

    @property
    def size(self) -> int:
        return self.starts.nbytes + self.peaks.nbytes


class Impacts:
    """One word in a segment of ``count`` documents: the scores of its terms, and their sum once somebody wants all of it.

    Of a word that only a few documents are scored by, nothing is ever written out: ``terms`` are all that it has.
    """

    def __init__(self, terms: Sequence[Scores], count: int) -> None:
        self.count = count
        self.terms = list(terms)
        self.opened: object = None
        """What compiled loops have opened of it."""
        self._held = 0

    @classmethod
    def of(cls, docs: Array, scores: Array, count: int) -> "Impacts":
        """Of documents int32 (n,), ascending, and their scores float64 (n,), all above 0."""
        return cls([PlainScores(docs, scores)], count)

    @property
    def size(self) -> int:
        """How many bytes this holds by now, beside what is mapped from a file."""
        return _OBJECT + sum([term.size for term in self.terms]) + self._held + (0 if self.opened is None else OPENED)

    @property
    def docs(self) -> Array:
        """The documents that have it, int32 (n,), ascending."""
        return self.terms[0].docs if len(self.terms) == 1 else self._whole.docs

    @property
    def scores(self) -> Array:
        """Their scores, float64 (n,), all above 0."""
        return self._whole.scores

    @property
    def _whole(self) -> PlainScores:
        """The sum of the terms, which takes their place: other threads see the one or the other, and read them once."""
        terms = self.terms
        if len(terms) == 1 and isinstance(terms[0], PlainScores):
            return terms[0]
        whole = united(terms, self.count)
        if self.terms is terms:  # no other thread was faster
            self.terms = [whole]
        return whole

    @cached_property
    def bits(self) -> Array:
        """The set of its documents (see ``bits``)."""
        return self._hold(packed_documents(self.docs, self.count))

    @cached_property
    def peak(self) -> float:
        """The largest score."""
        return float(self.scores.max())

    @cached_property
    def blocks(self) -> Blocks | None:
        """Its documents by blocks; None for a word with so few that all are read sooner."""
        if len(self.docs) * _SOME * BLOCK < self.count:
            return None
        blocks = Blocks.of(self.docs, self.scores, self.count)
        self._held += blocks.size
        return blocks

    @cached_property
    def is_frequent(self) -> bool:
        """Whether it is added to sums as a whole column."""
        return len(self.docs) * FREQUENT > self.count

    @cached_property
    def steps(self) -> Array:
        """The scores in steps, rounded up, uint16: of all documents, filled up with 0 to whole blocks, for a frequent word; else of
        its own (n,)."""
        steps: Array = np.ceil(self.scores * STEPS).astype(np.uint16)
        if not self.is_frequent:
            return self._hold(steps)
        dense = _no_steps(self.count)
        dense[self.docs] = steps
        return self._hold(dense)

    def _hold(self, array: Array) -> Array:
        self._held += array.nbytes
        return array

    def scores_of(self, documents: Array) -> Array:
        """The scores of some documents, int32 (m,), which may not have the word: 0 then."""
        return self.terms[0].scores_of(documents) if len(self.terms) == 1 else summed(self.terms, documents)


def total_steps(words: Sequence[Impacts], allowed: Allowed | None) -> Array:
    """The sums of the words' steps, uint16, for all documents and filled up with 0 to whole blocks.

    ``allowed`` leaves documents out.
    """
    columns = [word.steps for word in words if word.is_frequent]
    if len(columns) > 1:
        sums = np.add(columns[0], columns[1])
        for column in columns[2:]:
            sums += column
    else:
        sums = columns[0].copy() if columns else _no_steps(words[0].count)
    for word in words:
        if not word.is_frequent:
            np.add.at(sums, word.docs, word.steps)
    if allowed is not None:
        allowed.clear_others(sums)
    return sums


def _no_steps(count: int) -> Array:
    return np.zeros(-(-count // _FILLED) * _FILLED, dtype=np.uint16)


class ScoredWord(msgspec.Struct, eq=False, gc=False):
    """A word in each segment, None where it is not; its idf, once it was asked for; and the bytes that it was found to hold."""

    impacts: tuple[Impacts | None, ...]
    idf: float | None = None
    measured: int = 0

    def rarity(self, of: Callable[[Sequence[Impacts | None]], float]) -> float:
        """Its idf over all segments, which ``of`` tells the first time."""
        if self.idf is None:
            self.idf = of(self.impacts)
        return self.idf

    @property
    def size(self) -> int:
        """Bytes that this holds by now."""
        return sum([one.size for one in self.impacts if one is not None]) + _OBJECT
