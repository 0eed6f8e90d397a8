"""Documents on disk, between reading and writing: what must be known of all of them is known before the first is written."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from search.document import Document, decode, encode


class Spool:
    """A file of encoded documents, one a line, each with the number of its source; removed when the block ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self.count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, source: int, document: Document) -> None:
        self._file.write(b"%d " % source + encode(document) + b"\n")
        self.count += 1

    def documents(self) -> Iterator[tuple[int, Document]]:
        """The documents in the order in which they were added."""
        self._file.flush()
        with self._path.open("rb") as file:
            for line in file:
                source, _, document = line.partition(b" ")
                yield int(source), decode(document)
