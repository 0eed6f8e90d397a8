"""Makes one segment of several, without the documents that were deleted: linear, by scattering slices to their places."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.segment_arrays import Array, Column, Postings, SegmentArrays, runs, smallest
from search.string_table import StringTable


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge. ``live`` (N,) tells which documents stay; ``base`` is the new number of the first that does."""

    segment: SegmentArrays
    live: Array
    base: int

    @property
    def new_numbers(self) -> Array:
        """The new number of each document (N,); meaningless where it is not live."""
        return self.base + np.cumsum(self.live) - 1


def merged(segments: Sequence[tuple[SegmentArrays, Array]]) -> SegmentArrays:
    """The segment of the live documents of all segments, in order. Each comes with its ``live`` mask (N,)."""
    parts: list[Part] = []
    base = 0
    for segment, live in segments:
        parts.append(Part(segment, live, base))
        base += int(live.sum())
    first = parts[0].segment
    words, word_maps = _united([next(iter(part.segment.texts.values())).terms for part in parts])
    texts = {view: _merged_postings([(part, part.segment.texts[view]) for part in parts], words, word_maps) for view in first.texts}
    labels, columns = {}, {}
    for field in first.labels:
        terms, maps = _united([part.segment.labels[field].terms for part in parts])
        labels[field] = _merged_postings([(part, part.segment.labels[field]) for part in parts], terms, maps)
        if field in first.columns:
            columns[field] = _merged_column(parts, field, maps, len(terms))
    stored_starts, stored = _merged_stored(parts)
    return SegmentArrays(
        count=base,
        texts=texts,
        labels=labels,
        columns=columns,
        numbers={name: np.concatenate([part.segment.numbers[name][part.live] for part in parts]) for name in first.numbers},
        stored_starts=stored_starts,
        stored=stored,
    )


def _united(tables: Sequence[StringTable]) -> tuple[StringTable, list[Array]]:
    """All strings of sorted tables as one sorted table, and for each table the place of its strings in it."""
    encoded = [[table.encoded(row) for row in range(len(table))] for table in tables]
    united = sorted(set().union(*encoded))
    places = {string: place for place, string in enumerate(united)}
    maps = [np.fromiter((places[string] for string in strings), dtype=np.int64, count=len(strings)) for strings in encoded]
    return StringTable.of(string.decode() for string in united), maps


def _merged_postings(fields: Sequence[tuple[Part, Postings]], terms: StringTable, maps: Sequence[Array]) -> Postings:
    """The inverted lists of a field: those of a term in one part follow those in the parts before."""
    kept = [_kept(part, postings) for part, postings in fields]
    counts = sum(
        np.bincount(to_merged[kept_terms], minlength=len(terms)) for (kept_terms, _), to_merged in zip(kept, maps, strict=True)
    )
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    docs = np.empty(starts[-1], dtype=np.int32)
    freqs = np.empty(starts[-1], dtype=np.int64) if fields[0][1].freqs is not None else None
    targets = []
    following = starts[:-1].copy()
    for (part, postings), (kept_terms, kept_rows), to_merged in zip(fields, kept, maps, strict=True):
        target = _targets(to_merged[kept_terms], following)
        targets.append(target)
        docs[target] = part.new_numbers[postings.docs[kept_rows]]
        if freqs is not None and postings.freqs is not None:
            freqs[target] = postings.freqs[kept_rows]
    lengths = positions = position_starts = None
    if freqs is not None:
        lengths = smallest(np.concatenate([_required(postings.lengths)[part.live] for part, postings in fields]))
        if fields[0][1].positions is not None:
            position_ends = np.cumsum(freqs)
            positions = _merged_positions([postings for _, postings in fields], [rows for _, rows in kept], targets, position_ends)
            position_starts = smallest(np.concatenate(([0], position_ends))[starts])
        freqs = smallest(freqs)
    return Postings(terms, smallest(starts), docs, freqs, lengths, positions, position_starts)


def _kept(part: Part, postings: Postings) -> tuple[Array, Array]:
    """The term and the row of each posting whose document stays."""
    terms = np.repeat(np.arange(len(postings.terms)), postings.counts)
    rows = np.flatnonzero(part.live[postings.docs])
    return terms[rows], rows


def _targets(terms: Array, following: Array) -> Array:
    """The place of each posting of ascending terms, given the next free place of each term, which moves on."""
    if not len(terms):
        return np.zeros(0, dtype=np.int64)
    counts = np.bincount(terms, minlength=len(following))
    run_starts = np.cumsum(counts) - counts
    target = following[terms] + np.arange(len(terms)) - run_starts[terms]
    following += counts
    return target


def _merged_positions(fields: Sequence[Postings], rows: Sequence[Array], targets: Sequence[Array], ends: Array) -> Array:
    """The positions of all postings, each posting's run copied to its place."""
    merged = np.empty(ends[-1] if len(ends) else 0, dtype=np.int64)
    for postings, kept, target in zip(fields, rows, targets, strict=True):
        freqs = _required(postings.freqs).astype(np.int64)
        old_starts = (np.cumsum(freqs) - freqs)[kept]
        counts = freqs[kept]
        new_starts = ends[target] - counts
        inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        merged[np.repeat(new_starts, counts) + inside] = _required(postings.positions)[np.repeat(old_starts, counts) + inside]
    return smallest(merged)


def _merged_column(parts: Sequence[Part], field: str, maps: Sequence[Array], terms: int) -> Column:
    lengths, codes = [], []
    shown: list[str] = [""] * terms
    weight = np.zeros(terms, dtype=np.int64)
    for part, to_merged in zip(parts, maps, strict=True):
        column = part.segment.columns[field]
        own = runs(column.starts)
        lengths.append(own[part.live])
        kept = to_merged[column.codes[np.repeat(part.live, own)]] if len(to_merged) else np.zeros(0, dtype=np.int64)
        codes.append(kept)
        counts = np.bincount(kept, minlength=terms)
        for code, place in enumerate(map(int, to_merged)):
            if not shown[place] or counts[place] > weight[place]:
                shown[place], weight[place] = column.shown[code], counts[place]
    starts = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    return Column(smallest(starts), np.concatenate(codes).astype(np.int32), StringTable.of(shown))


def _merged_stored(parts: Sequence[Part]) -> tuple[Array, Array]:
    lengths = [runs(part.segment.stored_starts)[part.live] for part in parts]
    starts = np.concatenate(([0], np.cumsum(np.concatenate(lengths)))).astype(np.int64)
    pieces = [part.segment.stored[np.repeat(part.live, runs(part.segment.stored_starts))] for part in parts]
    return starts, np.concatenate(pieces)


def _required(array: Array | None) -> Array:
    if array is None:
        raise ValueError("a text view without one of its arrays")
    return array
