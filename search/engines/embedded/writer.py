"""Writes segments of arrays through Whoosh's own segment writer: its lock, merge policies, deletions and table of contents."""

from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from search.document import Document, encode
from search.engines.embedded.codec import ArrayCodec, ArraySegment, path_of
from search.engines.embedded.inversion import NUMBERS, Inversion
from search.engines.embedded.merging import merged
from search.engines.embedded.parallel import BATCH, InversionPool, Job, Place
from search.engines.embedded.schema import DOCUMENT, IDENTIFIER, schema
from search.engines.embedded.segment_arrays import Array, Postings, SegmentArrays, load
from search.fields import LABEL_FIELDS, TEXT_FIELDS, numbers_of

FLUSH_TOKENS = 20_000_000
"""Words that a process holds in memory (some 40 bytes each while they are sorted) before it writes a segment."""

PARALLEL_TOKENS = 1_000_000
"""Words from which a build is worth the start of other processes (about a second)."""


class ArraySegmentWriter(SegmentWriter):
    """A Whoosh writer whose documents go to arrays; everything but the postings is Whoosh's."""

    def __init__(self, index: Any, *, flush_tokens: int = FLUSH_TOKENS, processes: int = 1) -> None:
        super().__init__(index, codec=ArrayCodec())
        self._place = Place(Path(self.storage.folder), self.indexname)
        self._flush_tokens = flush_tokens
        self._processes = processes
        self._pool: InversionPool | None = None
        self._batch: list[Job] = []
        self._inversion = Inversion()
        self._parts: list[tuple[SegmentArrays, Array]] = []
        self._flushed: list[ArraySegment] = []
        self._added_ids: set[str] = set()

    def add_document(self, **fields: Any) -> None:
        """Adds a document given by the fields of ``schema``; texts are texts, labels are lists, numbers are integers."""
        self._check_state()
        identifier = fields[IDENTIFIER]
        self.delete_added(identifier)
        self._added_ids.add(identifier)
        texts = {field.name: fields.get(field.stem) or "" for field in TEXT_FIELDS}
        labels = {field.name: tuple(fields.get(field.name) or ()) for field in LABEL_FIELDS}
        numbers = {name: fields[name] for name in NUMBERS if fields.get(name) is not None}
        self._batch.append((identifier, fields[DOCUMENT], texts, labels, numbers))
        if len(self._batch) >= BATCH:
            self._send_batch()

    def delete_added(self, identifier: str) -> None:
        """Deletes a document that this writer has added itself, wherever it has gone."""
        if identifier not in self._added_ids:
            return
        self._added_ids.discard(identifier)
        self._flush()
        for segment in self._flushed:
            _delete(segment, load(path_of(segment, self.storage)).labels[IDENTIFIER], identifier)

    def add_reader(self, reader: Any) -> None:
        """Takes over the live documents of a segment: Whoosh's merge policies call this."""
        self._check_state()
        self._take_over(reader.segment())

    def cancel(self) -> None:
        if self._pool is not None:
            self._pool.cancel()
        super().cancel()

    def _send_batch(self) -> None:
        """Gives the batch to a worker, or inverts it here when all are busy or none is worth starting yet."""
        batch, self._batch = self._batch, []
        if self._pool is None and self._processes > 1 and self._inversion.tokens >= PARALLEL_TOKENS:
            self._pool = InversionPool(self._place, self._processes - 1, self._flush_tokens)
        if self._pool is not None and self._pool.offer(batch):
            return
        for job in batch:
            self._inversion.add(*job)
        if self._inversion.tokens >= self._flush_tokens:
            self._write_inversion()

    def _flush(self) -> None:
        """Writes everything added so far as segments of their own."""
        self._send_batch()
        if self._pool is not None:
            self._flushed += self._pool.finish()
            self._pool = None
        self._write_inversion()

    def _write_inversion(self) -> None:
        if len(self._inversion):
            self._flushed.append(self._place.write(self._inversion.arrays(), ArraySegment(self.indexname)))
            self._inversion = Inversion()

    def _take_over(self, segment: ArraySegment) -> None:
        self._parts.append((load(path_of(segment, self.storage)), segment.live()))
        self._added = True

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> Any:
        """The segments that stay as they are; the others, and with ``optimize`` the new ones, become one."""
        self._flush()
        kept = super()._merge_segments(mergetype, optimize, merge)
        if not optimize or (len(self._flushed) == 1 and not self._parts and not self._flushed[0].has_deletions()):
            return kept + self._flushed
        for segment in self._flushed:
            self._take_over(segment)
        return kept

    def _finalize_segment(self) -> ArraySegment:
        return self._place.write(merged(self._parts), self.newsegment)


class EmbeddedWriter:
    """Writes an index in ``folder``, which is made when it does not exist. Large builds use up to ``processes`` processes."""

    def __init__(self, folder: Path, *, flush_tokens: int = FLUSH_TOKENS, processes: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(folder))
        index = storage.open_index() if storage.index_exists() else storage.create_index(schema())
        self._writer = ArraySegmentWriter(index, flush_tokens=flush_tokens, processes=processes)
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
            _delete(segment, identifiers, document_id)


def _delete(segment: ArraySegment, identifiers: Postings, identifier: str) -> None:
    """Marks the documents of a segment that have an id as deleted."""
    row = identifiers.terms.find(identifier)
    if row >= 0:
        for number in identifiers.docs_of(row).tolist():
            segment.delete_document(number)
