"""The labels of a field in a snapshot: one code for each key, in whatever segments it is.

Documents are numbered by their place in the sets of bits of all segments, one after another (see ``bits``): a segment begins at a
multiple of 64.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.runs import lengths_of, places_of, starts_of
from search.engines.embedded.segment_arrays import Array, Column, LabelPostings
from search.string_table import StringTable

_FILLED = 64
"""Documents of a word of bits: segments are filled up to a multiple of it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of M documents. Codes are in the order of the keys; ``shown`` has the spelling of each (K,).

    The documents of label k are ``docs[starts[k]:starts[k + 1]]``; the labels of document d ``codes[own[d]:own[d + 1]]``.
    """

    shown: StringTable
    starts: Array
    docs: Array
    own: Array
    codes: Array

    @property
    def documents(self) -> int:
        """The number of documents, with those that fill up the segments."""
        return len(self.own) - 1

    def documents_of(self, codes: Array) -> tuple[Array, Array]:
        """The documents of some labels, one label after another, and where each one's start, with the end."""
        firsts = self.starts[codes].astype(np.int64)
        lengths = self.starts[codes + 1] - firsts
        return self.docs[places_of(firsts, lengths)], starts_of(lengths)

    def of_documents(self, documents: Array) -> Array:
        """The codes of the labels of some documents, one document after another."""
        firsts = self.own[documents].astype(np.int64)
        codes: Array = self.codes[places_of(firsts, self.own[documents + 1] - firsts)]
        return codes


def labels_of(segments: Sequence[tuple[LabelPostings, Column]]) -> Labels:
    """The labels of a field, from what each segment has of them; a key is shown as the segment spells it that uses it most."""
    if len(segments) == 1:
        postings, column = segments[0]
        return Labels(column.shown, postings.starts, postings.docs, column.starts, column.codes)
    keys = sorted({label_key for postings, _ in segments for label_key in postings.terms})
    place = {label_key: code for code, label_key in enumerate(keys)}
    codes = [np.array([place[label_key] for label_key in postings.terms], dtype=np.int64) for postings, _ in segments]
    starts, docs = _lists(segments, codes, len(keys))
    own = starts_of(np.concatenate([_padded(lengths_of(column.starts)) for _, column in segments]))
    owned = [to_all[column.codes] for to_all, (_, column) in zip(codes, segments, strict=True)]
    return Labels(StringTable.of(_spellings(segments, codes, len(keys))), starts, docs, own, np.concatenate(owned))


def _lists(segments: Sequence[tuple[LabelPostings, Column]], codes: Sequence[Array], number: int) -> tuple[Array, Array]:
    """The documents of all labels, by code and then by segment, and where each label's start."""
    bases = _FILLED * starts_of([-(-(len(column.starts) - 1) // _FILLED) for _, column in segments])
    docs = np.concatenate([postings.docs + base for (postings, _), base in zip(segments, bases.tolist(), strict=False)])
    lengths = np.concatenate([postings.counts for postings, _ in segments])
    firsts = starts_of(lengths)[:-1]
    of_list = np.concatenate(codes)
    order = np.argsort(of_list, kind="stable")
    return starts_of(np.bincount(of_list, lengths, number)), docs[places_of(firsts[order], lengths[order])]


def _padded(lengths: Array) -> Array:
    """Lengths (n,), filled up with 0 to whole words of bits."""
    return np.concatenate((lengths, np.zeros(-len(lengths) % _FILLED, dtype=lengths.dtype)))


def _spellings(segments: Sequence[tuple[LabelPostings, Column]], codes: Sequence[Array], number: int) -> list[str]:
    """The spelling of each label in the segment that has most documents with it."""
    best: list[tuple[int, str]] = [(-1, "")] * number
    for (postings, column), own in zip(segments, codes, strict=True):
        for code, count, spelling in zip(own.tolist(), postings.counts.tolist(), column.shown, strict=True):
            best[code] = max(best[code], (count, spelling))
    return [spelling for _, spelling in best]
