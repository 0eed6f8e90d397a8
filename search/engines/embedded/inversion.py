"""Turns documents into a segment's arrays: chunks of text and labels become numbers as they come, all else happens once at the end.

A text costs a look-up for each of its chunks, and nothing for each posting.
"""

from array import array

import numpy as np

from search.analysis import ANALYSER, Analyser
from search.document import decode
from search.engines.embedded.label_inversion import inverted_labels
from search.engines.embedded.numbering import NumberedLists, Numbering
from search.engines.embedded.segment_arrays import MISSING, SegmentArrays
from search.engines.embedded.stored_documents import DocumentStore
from search.engines.embedded.text_inversion import chunk_forms, inverted_texts
from search.fields import ENDS_AT, IDENTIFIER, LABEL_FIELDS, MOMENT, TEXT_FIELDS, key, numbers_of
from search.tokenisation import chunks_of

NUMBERS = (MOMENT, ENDS_AT)

SEQUENCES = ("title", "body")
"""Fields whose stems are kept in order."""


class Inversion:
    """Documents on their way into one segment. ``chunks`` counts the chunks of their texts."""

    def __init__(self, analyser: Analyser = ANALYSER) -> None:
        self._analyser = analyser
        self._chunks = Numbering()
        self._texts = {field.name: NumberedLists(self._chunks) for field in TEXT_FIELDS}
        self._labels = {field.name: NumberedLists(Numbering()) for field in LABEL_FIELDS}
        self._identifiers = NumberedLists(Numbering())
        self._numbers = {name: array("q") for name in NUMBERS}
        self._store = DocumentStore()
        self.chunks = 0

    def __len__(self) -> int:
        return len(self._identifiers.lengths)

    def add(self, encoded: bytes) -> None:
        """Adds an encoded document."""
        document = decode(encoded)
        self._store.add(encoded)
        self._identifiers.add((document.id,))
        for text in TEXT_FIELDS:
            self.chunks += self._texts[text.name].add(chunks_of(text.text_of(document)))
        for label in LABEL_FIELDS:
            self._labels[label.name].add(label.labels_of(document))
        numbers = numbers_of(document)
        for name, column in self._numbers.items():
            column.append(numbers.get(name, MISSING))

    def arrays(self) -> SegmentArrays:
        """The segment of all documents added so far."""
        chunks = chunk_forms(self._chunks, self._analyser)
        texts, sequences, labels, columns = {}, {}, {}, {}
        for field in TEXT_FIELDS:
            texts[field.stem], texts[field.exact], stems = inverted_texts(self._texts[field.name], chunks)
            if field.name in SEQUENCES:
                sequences[field.name] = stems
        labels[IDENTIFIER], _ = inverted_labels(self._identifiers, str)
        for name, lists in self._labels.items():
            labels[name], columns[name] = inverted_labels(lists, key)
        return SegmentArrays(
            words=chunks.table,
            texts=texts,
            sequences=sequences,
            labels=labels,
            columns=columns,
            numbers={name: np.array(column, dtype=np.int64) for name, column in self._numbers.items()},
            stored=self._store.stored(),
        )
