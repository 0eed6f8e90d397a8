"""Our Whoosh codec: a segment is one file of arrays (see ``segment_arrays``), and Whoosh's own readers can walk it.

Whoosh keeps the table of contents, the segments' names and their deletions; its matchers read our postings, which makes its
searcher the oracle of our evaluation.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base

from search.document import decode
from search.engines.embedded.schema import DOCUMENT
from search.engines.embedded.segment_arrays import Array, SegmentArrays, load
from search.engines.embedded.terms_reader import ArrayTerms
from search.fields import IDENTIFIER

EXTENSION = ".arrays"


class ArrayCodec(base.Codec):
    """Reads and names segments of arrays; they are written by ``writer.ArraySegmentWriter``."""

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        del storage
        return ArraySegment(indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> "_WrittenWhole":
        del storage, segment
        return _WrittenWhole()

    def field_writer(self, storage: Any, segment: Any) -> "_WrittenWhole":
        del storage, segment
        return _WrittenWhole()

    def per_document_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayDocuments":
        return ArrayDocuments(segment, load(path_of(segment, storage)))

    def terms_reader(self, storage: Any, segment: "ArraySegment") -> "ArrayTerms":
        return ArrayTerms(segment.live, load(path_of(segment, storage)))


class ArraySegment(base.Segment):
    """What Whoosh's table of contents keeps of a segment: its name, its size, its deletions."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._count = 0
        self._deleted: set[int] = set()

    def codec(self) -> ArrayCodec:
        return ArrayCodec()

    def should_assemble(self) -> bool:
        return False

    def set_doc_count(self, count: int) -> None:
        self._count = count

    def doc_count_all(self) -> int:
        return self._count

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def live(self) -> Array:
        """Which documents are not deleted (N,)."""
        live = np.ones(self._count, dtype=bool)
        live[sorted(self._deleted)] = False
        return live


def path_of(segment: ArraySegment, storage: Any) -> Path:
    """The file of a segment."""
    return Path(storage.folder, str(segment.make_filename(EXTENSION)))


class _WrittenWhole:
    """Stands where Whoosh expects writers of single values: our segments are written whole."""

    is_closed = True

    def close(self) -> None:
        """Nothing is open."""


class ArrayDocuments(base.PerDocumentReader):
    """Documents, lengths and columns for Whoosh. Statistics count live documents only."""

    def __init__(self, segment: ArraySegment, arrays: SegmentArrays) -> None:
        self._segment = segment
        self.arrays = arrays

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths[self._segment.live()].sum())

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        stored = stored_bytes(self.arrays, docnum)
        return {IDENTIFIER: decode(stored).id, DOCUMENT: stored}

    def _lengths(self, fieldname: str) -> Array | None:
        return self.arrays.texts[fieldname].lengths if fieldname in self.arrays.texts else None


def stored_bytes(arrays: SegmentArrays, document: int) -> bytes:
    """The encoded document."""
    return arrays.stored[document]
