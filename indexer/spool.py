"""Documents on disk, between reading and writing: what must be known of all of them is known before the first is written."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from search.document import Document, encode

_BLOCK = 1 << 18
"""Bytes read at once: a read for each document would take longer than what is done with most of them."""


class Spool:
    """A file of encoded documents, end to end; their ids, sources and lengths are in memory. Removed when the block ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._ids: list[str] = []
        self._sources, self._lengths = array("i"), array("q")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, source: int, document: Document) -> None:
        encoded = encode(document)
        self._file.write(encoded)
        self._ids.append(document.id)
        self._sources.append(source)
        self._lengths.append(len(encoded))

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self._ids)

    def documents(self) -> Iterator[tuple[int, str, bytes]]:
        """The number of the source, the id and the encoded form of each document, in the order in which they were added."""
        self._file.flush()
        block, start = b"", 0
        with self._path.open("rb", buffering=0) as file:
            for source, identifier, length in zip(self._sources, self._ids, self._lengths, strict=True):
                if start + length > len(block):
                    block, start = block[start:] + file.read(max(_BLOCK, length)), 0
                yield source, identifier, block[start : start + length]
                start += length
