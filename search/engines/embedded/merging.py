"""Makes one segment of several, without the documents that were deleted: linear, by scattering runs to their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.postings import LabelPostings, TextPostings, smallest, text_postings
from search.engines.embedded.runs import lengths_of, places_of, starts_of
from search.engines.embedded.segment_arrays import Column, SegmentArrays
from search.engines.embedded.sequences import merged_sequences
from search.engines.embedded.stored_documents import merged_stored
from search.string_table import StringTable

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge. ``live`` (N,) tells which documents stay; ``numbers`` (N,) are their new numbers, else meaningless."""

    segment: SegmentArrays
    live: Array
    numbers: Array

    @property
    def whole(self) -> bool:
        """Whether all documents stay."""
        return bool(self.live.all())


@dataclass(frozen=True, slots=True)
class Lists:
    """The inverted lists that one part brings, with the new numbers of its documents: ``counts`` for each merged term."""

    counts: Array
    docs: Array
    freqs: Array | None = None
    position_gaps: Array | None = None


def merged(segments: Sequence[tuple[SegmentArrays, Array]]) -> SegmentArrays:
    """The segment of the live documents of all segments, in order. Each comes with its ``live`` mask (N,)."""
    parts = _parts(segments)
    first = parts[0].segment
    words, word_maps = _united([part.segment.words for part in parts])
    labels, columns = {}, {}
    for field in first.labels:
        terms, maps = _united([part.segment.labels[field].terms for part in parts])
        labels[field] = _merged_labels(parts, field, terms, maps)
        if field in first.columns:
            columns[field] = _merged_column(parts, field, maps, len(terms))
    return SegmentArrays(
        words=words,
        texts={view: _merged_texts(parts, view, words, word_maps) for view in first.texts},
        sequences={
            field: merged_sequences(
                [(part.segment.sequences[field], part.live, to) for part, to in zip(parts, word_maps, strict=True)]
            )
            for field in first.sequences
        },
        labels=labels,
        columns=columns,
        numbers={name: np.concatenate([part.segment.numbers[name][part.live] for part in parts]) for name in first.numbers},
        stored=merged_stored([(part.segment.stored, part.live) for part in parts]),
    )


def _parts(segments: Sequence[tuple[SegmentArrays, Array]]) -> list[Part]:
    parts, base = [], 0
    for segment, live in segments:
        numbers = base + np.cumsum(live, dtype=np.int32) - 1
        parts.append(Part(segment, live, numbers.astype(np.int32)))
        base += int(np.count_nonzero(live))
    return parts


def _united(tables: Sequence[StringTable]) -> tuple[StringTable, list[Array]]:
    """All strings of sorted tables as one sorted table, and for each table the place of its strings in it."""
    listed = [list(table) for table in tables]
    united = sorted(set().union(*listed))
    places = {string: place for place, string in enumerate(united)}
    maps = [np.fromiter(map(places.__getitem__, strings), dtype=np.int64, count=len(strings)) for strings in listed]
    return StringTable.of(united), maps


def _merged_texts(parts: Sequence[Part], view: str, words: StringTable, maps: Sequence[Array]) -> TextPostings:
    lists = [_text_lists(part, part.segment.texts[view], to, len(words)) for part, to in zip(parts, maps, strict=True)]
    counts, docs, freqs, position_gaps = _joined(lists)
    lengths = np.concatenate([part.segment.texts[view].lengths[part.live] for part in parts])
    return text_postings(words, counts, docs, freqs, lengths, position_gaps)


def _merged_labels(parts: Sequence[Part], field: str, terms: StringTable, maps: Sequence[Array]) -> LabelPostings:
    lists = []
    for part, to_merged in zip(parts, maps, strict=True):
        postings = part.segment.labels[field]
        kept = part.live[postings.docs]
        lists.append(Lists(_counts(postings.starts, kept, to_merged, len(terms)), part.numbers[postings.docs[kept]]))
    counts, docs, _, _ = _joined(lists)
    return LabelPostings(terms, smallest(starts_of(counts)), docs)


def _text_lists(part: Part, postings: TextPostings, to_merged: Array, terms: int) -> Lists:
    """What stays of the inverted lists of a part."""
    docs, freqs = postings.docs(), postings.freqs[:]
    gaps = None if postings.positions is None else postings.positions.gaps[:]
    kept = np.ones(len(docs), dtype=bool) if part.whole else part.live[docs]
    counts = _counts(postings.starts, kept, to_merged, terms)
    if not part.whole:
        gaps = None if gaps is None else gaps[np.repeat(kept, freqs)]
        docs, freqs = docs[kept], freqs[kept]
    return Lists(counts, part.numbers[docs], freqs, gaps)


def _counts(starts: Array, kept: Array, to_merged: Array, terms: int) -> Array:
    """How many postings each merged term (T,) keeps of a part."""
    counts = np.zeros(terms, dtype=np.int64)
    counts[to_merged] = np.diff(starts_of(kept)[starts])
    return counts


def _joined(lists: Sequence[Lists]) -> tuple[Array, Array, Array, Array | None]:
    """The lists of all parts: those of a term in one part follow those in the parts before."""
    starts = starts_of(np.sum([one.counts for one in lists], axis=0))
    docs, freqs = (np.empty(starts[-1], dtype=np.int32) for _ in range(2))
    following = starts[:-1].copy()
    for one in lists:
        places = places_of(following, one.counts)
        docs[places] = one.docs
        freqs[places] = 1 if one.freqs is None else one.freqs
        following += one.counts
    return lengths_of(starts), docs, freqs, _joined_positions(lists)


def _joined_positions(lists: Sequence[Lists]) -> Array | None:
    """The gaps between positions, likewise; they stay what they are, because each document begins anew."""
    found = [
        (one.position_gaps, np.diff(starts_of(one.freqs)[starts_of(one.counts)]))
        for one in lists
        if one.freqs is not None and one.position_gaps is not None
    ]
    if not found:
        return None
    following = starts_of(np.sum([counts for _, counts in found], axis=0))
    gaps = np.empty(following[-1], dtype=np.int32)
    following = following[:-1]
    for part_gaps, counts in found:
        gaps[places_of(following, counts)] = part_gaps
        following = following + counts
    return gaps


def _merged_column(parts: Sequence[Part], field: str, maps: Sequence[Array], terms: int) -> Column:
    lengths, codes = [], []
    shown: list[str] = [""] * terms
    weight = np.zeros(terms, dtype=np.int64)
    for part, to_merged in zip(parts, maps, strict=True):
        column = part.segment.columns[field]
        own = lengths_of(column.starts)
        lengths.append(own[part.live])
        kept = to_merged[column.codes[np.repeat(part.live, own)]]
        codes.append(kept)
        counts = np.bincount(kept, minlength=terms)
        for code, place in enumerate(to_merged.tolist()):
            if not shown[place] or counts[place] > weight[place]:
                shown[place], weight[place] = column.shown[code], counts[place]
    starts = starts_of(np.concatenate(lengths))
    return Column(smallest(starts), np.concatenate(codes).astype(np.int32), StringTable.of(shown))
