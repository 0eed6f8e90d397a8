"""The documents themselves, compressed in blocks: neighbours share most of their words, and a page reads few blocks.

Offsets are inside the block, so a whole block moves from segment to segment as it is.
"""

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.runs import starts_of
from search.errors import IndexCorrupt
from search.file_bytes import FileBytes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Array = npt.NDArray[Any]

BLOCK = 6144
"""Bytes of documents after which a block is full."""

_LEVEL = 5
_PARTS = ("firsts", "ends", "starts", "data")


@dataclass(frozen=True, slots=True)
class StoredDocuments:
    """N encoded documents in B blocks.

    ``firsts`` (B + 1,): the first document of each block; ``ends`` (N,): where each document ends in its block;
    ``starts`` (B + 1,): where each block starts in ``data``, the bytes of all blocks.
    """

    firsts: Array
    ends: Array
    starts: Array
    data: Array | FileBytes

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array], prefix: str) -> "StoredDocuments":
        """What ``arrays`` gave under this prefix."""
        return cls(*(arrays[f"{prefix}.{part}"] for part in _PARTS))

    def arrays(self, prefix: str) -> dict[str, Array]:
        """The plain arrays that hold everything, by name."""
        return {f"{prefix}.{part}": getattr(self, part) for part in _PARTS}

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> bytes:
        """The encoded document; raises IndexCorrupt."""
        try:
            return self._document(number)
        except IndexError as error:
            raise IndexCorrupt(f"Un contenu de l’index n’est pas là où il devrait être : {error}.") from error

    def _document(self, number: int) -> bytes:
        firsts, ends = memoryview(self.firsts), memoryview(self.ends)  # type: ignore[arg-type]  # their numbers are read faster
        block = bisect_right(firsts, number) - 1
        start = ends[number - 1] if number > firsts[block] else 0
        return self.block(block)[start : ends[number]]

    def block(self, number: int) -> bytes:
        """All the documents of a block, end to end."""
        try:
            return zstd.ZstdDecompressor().decompress(self.compressed(number))
        except zstd.ZstdError as error:
            raise IndexCorrupt(f"Des documents de l’index sont illisibles : {error}.") from error

    def compressed(self, number: int) -> bytes:
        """The bytes of a block as they are."""
        starts = memoryview(self.starts)  # type: ignore[arg-type]
        return bytes(self.data[starts[number] : starts[number + 1]])


class DocumentStore:
    """Documents on their way into ``StoredDocuments``."""

    def __init__(self) -> None:
        self._compressor = zstd.ZstdCompressor(level=_LEVEL)
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._counts: list[int] = []
        self._ends: list[Array] = []
        self._blocks: list[bytes] = []

    def add(self, document: bytes) -> None:
        """Adds one document."""
        self._waiting.append(document)
        self._waiting_bytes += len(document)
        if self._waiting_bytes >= BLOCK:
            self._close_block()

    def add_block(self, compressed: bytes, ends: Array) -> None:
        """Adds a block that another ``StoredDocuments`` holds, as it is."""
        self._close_block()
        self._append(compressed, ends)

    def stored(self) -> StoredDocuments:
        """Everything added so far."""
        self._close_block()
        ends = np.concatenate(self._ends) if self._ends else np.zeros(0, dtype=np.uint32)
        data = np.frombuffer(b"".join(self._blocks), dtype=np.uint8)
        return StoredDocuments(starts_of(self._counts), ends, starts_of([len(block) for block in self._blocks]), data)

    def _close_block(self) -> None:
        if self._waiting:
            ends = np.cumsum([len(document) for document in self._waiting], dtype=np.uint32)
            self._append(self._compressor.compress(b"".join(self._waiting), zstd.ZstdCompressor.FLUSH_FRAME), ends)
            self._waiting, self._waiting_bytes = [], 0

    def _append(self, compressed: bytes, ends: Array) -> None:
        self._counts.append(len(ends))
        self._ends.append(ends)
        self._blocks.append(compressed)


def merged_stored(parts: Sequence[tuple[StoredDocuments, Array]]) -> StoredDocuments:
    """The live documents of all parts, in order; each comes with its ``live`` mask (N,).

    Blocks are copied as they are, unless a document is missing or they are half empty: those are packed anew.
    """
    store = DocumentStore()
    for stored, live in parts:
        for block in range(len(stored.firsts) - 1):
            span = slice(int(stored.firsts[block]), int(stored.firsts[block + 1]))
            ends = stored.ends[span]
            if live[span].all() and ends[-1] >= BLOCK // 2:
                store.add_block(stored.compressed(block), ends)
            elif live[span].any():
                for document in _live_documents(stored.block(block), ends, live[span]):
                    store.add(document)
    return store.stored()


def _live_documents(block: bytes, ends: Array, live: Array) -> Iterable[bytes]:
    start = 0
    for end, alive in zip(ends.tolist(), live.tolist(), strict=True):
        if alive:
            yield block[start:end]
        start = end
