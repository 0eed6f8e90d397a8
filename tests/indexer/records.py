"""Sources in memory, for tests of what reads sources."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from indexer.source import Record, Unreadable
from search.document import Document, encode


class ListSource:
    """Yields what it was given; an exception in the list is raised when its turn comes."""

    repeats_itself = False

    def __init__(self, records: Sequence[dict[str, Any] | Unreadable | Exception], name: str = "essai") -> None:
        self.name = name
        self._records = records

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        for number, record in enumerate(self._records, start=1):
            if isinstance(record, Exception):
                raise record
            yield record if isinstance(record, Unreadable) else Record(f"{self.name}, ligne {number}", record)


def source_of(documents: Sequence[Document], name: str = "portail-essai") -> ListSource:
    """A source whose records are these documents."""
    return ListSource([msgspec.json.decode(encode(document)) for document in documents], name)
