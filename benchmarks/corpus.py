"""The documents that every engine of a run indexes: one file of JSON Lines, read again as often as the corpus is larger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from indexer.collection import documents_file
from indexer.records import document_of
from indexer.source import Source, Unreadable
from indexer.sources.jsonl import JsonLinesSource
from indexer.sources.sample import SampleSource
from search.document import Document, decode, encode
from search.errors import InvalidDocument

SAMPLE = Path(__file__).parents[1] / "index_data" / "sample"
SAMPLE_DAY = date(2026, 1, 5)
"""The sample portal's agenda follows the calendar; a measurement does not."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """``number`` documents: those of ``path``, then their copies, each with an id and an address of its own."""

    path: Path
    originals: int
    number: int

    def __iter__(self) -> Iterator[Document]:
        for rank in range(-(-self.number // self.originals)):
            with self.path.open("rb") as lines:
                for _, line in zip(range(self.number - rank * self.originals), lines, strict=False):
                    document = decode(line)
                    yield copy_of(document, rank) if rank else document

    def of(self, number: int) -> "Corpus":
        """The same corpus, cut or repeated to ``number`` documents."""
        return Corpus(self.path, self.originals, number)

    def written(self, path: Path) -> Path:
        """All the documents in one file of JSON Lines, copies included."""
        write(self, path)
        return path


def copy_of(document: Document, rank: int) -> Document:
    """The document under another id and another address."""
    mark = "&" if "?" in document.url else "?"
    url = f"{document.url}{mark}copy={rank}" if document.url else ""
    return msgspec.structs.replace(document, id=f"{document.id}~{rank}", url=url)


def prepare(documents: Iterable[Document], path: Path) -> Corpus:
    """Writes the documents, so that each engine reads the same, in its own process, in little memory."""
    number = write(documents, path)
    if not number:
        raise SystemExit("There are no documents to index.")
    return Corpus(path, number, number)


def write(documents: Iterable[Document], path: Path) -> int:
    """Writes documents as JSON Lines; returns their number."""
    number = 0
    with path.open("wb") as lines:
        for document in documents:
            lines.write(encode(document) + b"\n")
            number += 1
    return number


def documents_of(folder: Path) -> Iterator[Document]:
    """The documents of a collection's folder, without those that cannot be indexed."""
    return _documents(JsonLinesSource(documents_file(folder)))


def sample_documents() -> Iterator[Document]:
    """The items of the sample portal."""
    return _documents(SampleSource(SAMPLE, SAMPLE_DAY))


def _documents(source: Source) -> Iterator[Document]:
    seen = set()
    for record in source.records():
        if isinstance(record, Unreadable):
            continue
        try:
            document = document_of(record.values, source.name)
        except InvalidDocument:
            continue
        if document.id not in seen:
            seen.add(document.id)
            yield document
