"""Writes segments of arrays through Whoosh's own segment writer: its lock, merge policies, deletions and table of contents."""

from array import array
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from search.document import Document, encode
from search.engines.embedded.codec import ArrayCodec, ArraySegment, path_of
from search.engines.embedded.merging import merged
from search.engines.embedded.parallel import BATCH, Batch, InversionPool, Inverting, Place, Written
from search.engines.embedded.postings import LabelPostings
from search.engines.embedded.schema import DOCUMENT, schema
from search.engines.embedded.segment_arrays import Array, SegmentArrays, load
from search.fields import IDENTIFIER

FLUSH_CHUNKS = 20_000_000
"""Chunks of text that a process holds in memory (some 40 bytes each while they are inverted) before it writes a segment."""

PARALLEL_CHUNKS = 300_000
"""Chunks of text from which a build is worth the start of other processes."""


MAX_SEGMENTS = 8
MAX_DELETED = 0.2
"""Segments of an index, and the share of its documents that are deleted, from which it is worn."""


class ArraySegmentWriter(SegmentWriter):
    """A Whoosh writer whose documents go to arrays; everything but the postings is Whoosh's."""

    def __init__(self, index: Any, *, flush_chunks: int = FLUSH_CHUNKS, processes: int = 1) -> None:
        super().__init__(index, codec=ArrayCodec())
        self._place = Place(Path(self.storage.folder), self.indexname)
        self._flush_chunks = flush_chunks
        self._processes = processes
        self._pool: InversionPool | None = None
        self._inverting = Inverting(self._place, flush_chunks)
        self._parts: list[tuple[SegmentArrays, Array]] = []
        self._batch: list[bytes] = []
        self._number = 0
        self._serials: dict[str, int] = {}
        self._replaced: set[int] = set()

    def add_document(self, **fields: Any) -> None:
        """Adds a document given by its stored fields, its id and its encoded form: all others follow from them."""
        self._check_state()
        identifier: str = fields[IDENTIFIER]
        self.delete_added(identifier)
        self._serials[identifier] = self._number
        self._number += 1
        self._batch.append(fields[DOCUMENT])
        if len(self._batch) >= BATCH:
            self._send_batch()

    def delete_added(self, identifier: str) -> None:
        """Deletes a document that this writer has added itself, wherever it has gone."""
        serial = self._serials.pop(identifier, None)
        if serial is not None:
            self._replaced.add(serial)

    def add_reader(self, reader: Any) -> None:
        """Takes over the live documents of a segment: Whoosh's merge policies call this."""
        self._check_state()
        segment: ArraySegment = reader.segment()
        self._take_over(self._place.load(segment), segment.live())

    def cancel(self) -> None:
        if self._pool is not None:
            self._pool.cancel()
        super().cancel()

    def _send_batch(self) -> None:
        """Gives the batch to a worker, or inverts it here when all are busy or none is worth starting yet."""
        batch, self._batch = Batch(self._number - len(self._batch), self._batch), []
        if self._pool is None and self._processes > 1 and self._inverting.chunks >= PARALLEL_CHUNKS:
            self._pool = InversionPool(self._place, self._processes - 1, self._flush_chunks)
        if self._pool is None or not self._pool.offer(batch):
            self._inverting.add(batch)

    def _take_over(self, arrays: SegmentArrays, live: Array) -> None:
        if live.any():
            self._parts.append((arrays, live))
            self._added = True

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> Any:
        """The segments that stay as they are; the others, and with ``optimize`` the new ones, become one."""
        self._send_batch()
        if self._pool is not None:
            self._pool.close()
        last = self._inverting.take()
        written = self._inverting.written + (self._pool.written() if self._pool is not None else [])
        self._pool = None
        kept = super()._merge_segments(mergetype, optimize, merge)
        if optimize and (self._parts or written or self._replaced):
            for segment, serials in written:
                self._take_over(self._place.load(segment), self._live(serials))
            if last is not None:
                self._take_over(last.arrays, self._live(last.serials))
            return kept
        if last is not None:
            written.append(self._place.write(last))
        return kept + [self._stays(one) for one in written]

    def _live(self, serials: "array[int]") -> Array:
        """Which of the documents with these serial numbers were not added again or deleted since (N,)."""
        return ~np.isin(np.array(serials), list(self._replaced))

    def _stays(self, written: Written) -> ArraySegment:
        """The segment, which the commit keeps as it is, without the documents that were added again or deleted since."""
        for row in np.flatnonzero(~self._live(written.serials)).tolist():
            written.segment.delete_document(row)
        self._place.sync(written.segment)
        return written.segment

    def _finalize_segment(self) -> ArraySegment:
        segment: ArraySegment = self.newsegment
        self._place.save(merged(self._parts), segment)
        self._place.sync(segment)
        return segment


class EmbeddedWriter:
    """Writes an index in ``folder``, which is made when it does not exist. Large builds use up to ``processes`` processes."""

    def __init__(self, folder: Path, *, flush_chunks: int = FLUSH_CHUNKS, processes: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(folder))
        index = storage.open_index() if storage.index_exists() else storage.create_index(schema())
        self._writer = ArraySegmentWriter(index, flush_chunks=flush_chunks, processes=processes)
        self._present = [load(path_of(segment, storage)).labels[IDENTIFIER] for segment in self._writer.segments]

    def add(self, document: Document) -> None:
        self.add_encoded(document.id, encode(document))

    def add_encoded(self, identifier: str, encoded: bytes) -> None:
        """Adds a document that is encoded already."""
        self._delete_present(identifier)
        self._writer.add_document(**{IDENTIFIER: identifier, DOCUMENT: encoded})

    def delete(self, document_id: str) -> None:
        self._writer.delete_added(document_id)
        self._delete_present(document_id)

    @property
    def is_worn(self) -> bool:
        """Whether searches would gain from a merge: many segments, or many documents in them that are deleted."""
        segments = self._writer.segments
        deleted = sum(segment.deleted_count() for segment in segments)
        return len(segments) >= MAX_SEGMENTS or deleted > MAX_DELETED * sum(segment.doc_count_all() for segment in segments)

    def commit(self, *, optimize: bool = False) -> None:
        """Makes the changes visible; ``optimize`` merges all segments into one."""
        self._writer.commit(optimize=optimize)

    def cancel(self) -> None:
        self._writer.cancel()

    def _delete_present(self, document_id: str) -> None:
        for segment, identifiers in zip(self._writer.segments, self._present, strict=True):
            _delete(segment, identifiers, document_id)


def _delete(segment: ArraySegment, identifiers: LabelPostings, identifier: str) -> None:
    """Marks the documents of a segment that have an id as deleted."""
    row = identifiers.terms.find(identifier)
    if row >= 0:
        for number in identifiers.docs_of(row).tolist():
            segment.delete_document(number)
