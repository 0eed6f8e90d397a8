"""Writes segments of arrays through Whoosh's own segment writer: its lock, merge policies, deletions and table of contents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from search.document import Document, encode
from search.engines.embedded.codec import ArrayCodec, ArraySegment, path_of
from search.engines.embedded.inversion import NUMBERS, Inversion
from search.engines.embedded.merging import merged
from search.engines.embedded.schema import DOCUMENT, IDENTIFIER, schema
from search.engines.embedded.segment_arrays import Array, SegmentArrays, load, save
from search.fields import LABEL_FIELDS, TEXT_FIELDS, numbers_of

FLUSH_TOKENS = 20_000_000
"""Words held in memory (some 40 bytes each while they are sorted) before a segment is written."""


class ArraySegmentWriter(SegmentWriter):
    """A Whoosh writer whose documents go to arrays; everything but the postings is Whoosh's."""

    def __init__(self, index: Any, flush_tokens: int = FLUSH_TOKENS) -> None:
        super().__init__(index, codec=ArrayCodec())
        self._flush_tokens = flush_tokens
        self._inversion = Inversion()
        self._parts: list[tuple[SegmentArrays, Array]] = []
        self._flushed: list[ArraySegment] = []
        self._added_ids: dict[str, tuple[ArraySegment, int]] = {}
        self.newsegment: ArraySegment = self.newsegment

    def add_document(self, **fields: Any) -> None:
        """Adds a document given by the fields of ``schema``; texts are texts, labels are lists, numbers are integers."""
        self._check_state()
        identifier = fields[IDENTIFIER]
        self.delete_added(identifier)
        texts = {field.name: fields.get(field.stem) or "" for field in TEXT_FIELDS}
        labels = {field.name: fields.get(field.name) or () for field in LABEL_FIELDS}
        numbers: Mapping[str, int] = {name: fields[name] for name in NUMBERS if fields.get(name) is not None}
        self._added_ids[identifier] = (self.newsegment, len(self._inversion))
        self._inversion.add(identifier, fields[DOCUMENT], texts, labels, numbers)
        self.docnum = len(self._inversion)
        self._added = True
        if self._inversion.tokens >= self._flush_tokens:
            self._flush()

    def delete_added(self, identifier: str) -> None:
        """Deletes a document that this writer has added itself."""
        if (place := self._added_ids.pop(identifier, None)) is not None:
            segment, number = place
            segment.delete_document(number)

    def add_reader(self, reader: Any) -> None:
        """Takes over the live documents of a segment: Whoosh's merge policies call this."""
        self._check_state()
        segment = reader.segment()
        self._parts.append((load(path_of(segment, self.storage)), segment.live()))
        self._added = True

    def _flush(self) -> None:
        self._flushed.append(self._write(self._inversion.arrays(), self.newsegment))
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self._inversion = Inversion()
        self.docnum = 0
        self._added = bool(self._parts)

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> Any:
        kept = super()._merge_segments(mergetype, optimize, merge)
        if not optimize:
            return kept + self._flushed
        for segment in self._flushed:
            self._parts.append((load(path_of(segment, self.storage)), segment.live()))
            self._added = True
        return kept

    def _finalize_segment(self) -> ArraySegment:
        if not self._parts:
            return self._write(self._inversion.arrays(), self.newsegment)
        parts = list(self._parts)
        if len(self._inversion):
            live = np.ones(len(self._inversion), dtype=bool)
            live[list(self.newsegment.deleted_docs())] = False
            parts.append((self._inversion.arrays(), live))
        return self._write(merged(parts), self.codec.new_segment(self.storage, self.indexname))

    def _write(self, arrays: SegmentArrays, segment: ArraySegment) -> ArraySegment:
        segment.set_doc_count(arrays.count)
        save(arrays, path_of(segment, self.storage))
        return segment


class EmbeddedWriter:
    """Writes an index in ``folder``, which is made when it does not exist."""

    def __init__(self, folder: Path, flush_tokens: int = FLUSH_TOKENS) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(folder))
        index = storage.open_index() if storage.index_exists() else storage.create_index(schema())
        self._writer = ArraySegmentWriter(index, flush_tokens)
        self._present = [load(path_of(segment, storage)).labels[IDENTIFIER] for segment in self._writer.segments]

    def add(self, document: Document) -> None:
        self._delete_present(document.id)
        fields: dict[str, Any] = {IDENTIFIER: document.id, DOCUMENT: encode(document)}
        for text_field in TEXT_FIELDS:
            fields[text_field.stem] = text_field.text_of(document)
        for label_field in LABEL_FIELDS:
            fields[label_field.name] = label_field.labels_of(document)
        self._writer.add_document(**fields, **numbers_of(document))

    def delete(self, document_id: str) -> None:
        self._writer.delete_added(document_id)
        self._delete_present(document_id)

    def commit(self, *, optimize: bool = False) -> None:
        """Makes the changes visible; ``optimize`` merges all segments into one."""
        self._writer.commit(optimize=optimize)

    def cancel(self) -> None:
        self._writer.cancel()

    def _delete_present(self, document_id: str) -> None:
        for segment, identifiers in zip(self._writer.segments, self._present, strict=True):
            row = identifiers.terms.find(document_id)
            if row >= 0:
                for number in identifiers.docs[identifiers.span(row)].tolist():
                    segment.delete_document(number)
