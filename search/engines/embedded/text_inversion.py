"""Inverts the texts of a segment: each distinct chunk is analysed once, then arrays do the rest.

A text is a list of chunk numbers; a chunk is a run of *forms*, each a word, its stem and its step in position.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import Analyser
from search.engines.embedded.numbering import NumberedLists, Numbering
from search.engines.embedded.postings import TextPostings, text_postings
from search.engines.embedded.runs import gaps_of, lengths_of, places_of, starts_of
from search.engines.embedded.sequences import Sequences
from search.string_table import StringTable

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class ChunkForms:
    """The forms of C chunks, those of chunk c at ``starts[c]`` to ``starts[c + 1]``.

    ``words`` and ``stems`` (F,) are rows of ``table``, the sorted words and stems; the stem of a stop word is -1. ``steps`` (F,).
    """

    table: StringTable
    starts: Array
    words: Array
    stems: Array
    steps: Array


def chunk_forms(chunks: Iterable[str], analyser: Analyser) -> ChunkForms:
    """Analyses chunks, in order."""
    vocabulary = Numbering()
    words, stems, steps, lengths = array("i"), array("i"), bytearray(), array("i")
    for chunk in chunks:
        forms = analyser.forms(chunk)
        lengths.append(len(forms))
        for word, stem, step in forms:
            words.append(vocabulary[word])
            stems.append(vocabulary[stem] if stem else -1)
            steps.append(step)
    ordered = sorted(vocabulary)
    rank = np.empty(len(ordered) + 1, dtype=np.int32)
    rank[[vocabulary[word] for word in ordered]] = np.arange(len(ordered))
    rank[-1] = -1  # so that no stem stays no stem
    table = StringTable.of(ordered)
    return ChunkForms(
        table,
        starts_of(lengths),
        rank[np.array(words, dtype=np.int32)],
        rank[np.array(stems, dtype=np.int32)],
        np.frombuffer(bytes(steps), dtype=np.uint8),
    )


def inverted_texts(texts: NumberedLists, chunks: ChunkForms) -> tuple[TextPostings, TextPostings, Sequences]:
    """The inverted lists of a text field, in its stem view and its exact view, and its stems in order."""
    numbers, chunk_counts = texts.arrays()
    counts = lengths_of(chunks.starts)[numbers]
    forms = places_of(chunks.starts[numbers], counts)
    doc_starts = starts_of(counts)[starts_of(chunk_counts)]
    positions = _positions(chunks.steps[forms], doc_starts)
    exact = _inverted(chunks.words[forms], doc_starts, chunks.table, positions)
    stems = chunks.stems[forms]
    kept = stems >= 0
    sequences = Sequences(starts_of(kept)[doc_starts], stems[kept])
    return _inverted(sequences.stems, sequences.starts, chunks.table), exact, sequences


def _positions(steps: Array, doc_starts: Array) -> Array:
    """The position of each form in its document, from 0 (F,), int32."""
    running = starts_of(steps)
    positions: Array = running[1:] - 1 - np.repeat(running[doc_starts[:-1]], lengths_of(doc_starts))
    return positions.astype(np.int32)


def _inverted(terms: Array, doc_starts: Array, table: StringTable, positions: Array | None = None) -> TextPostings:
    """Sorts the terms of all documents by counting (linear time): from rows of documents to columns of terms."""
    # Imported here because serving never writes, and must not load SciPy.
    from scipy.sparse import csr_array

    values = np.zeros(len(terms), dtype=np.int8) if positions is None else positions
    documents = len(doc_starts) - 1
    columns = csr_array((values, terms, doc_starts), shape=(documents, len(table))).tocsc()
    occurrences, starts = columns.indices, columns.indptr
    first = np.ones(len(occurrences), dtype=bool)
    first[1:] = occurrences[1:] != occurrences[:-1]
    first[starts[:-1][starts[:-1] < starts[1:]]] = True
    places = np.flatnonzero(first)
    counts = np.diff(np.searchsorted(places, starts))
    freqs = np.diff(places, append=len(occurrences))
    gaps = None if positions is None else gaps_of(columns.data, starts_of(freqs))
    return text_postings(table, counts, occurrences[places], freqs, lengths_of(doc_starts), gaps)
