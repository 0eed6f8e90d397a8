"""Documents are read once, and forgotten when they take too much memory."""

import tracemalloc

import pytest
from msgspec.structs import replace

from search.document import Document, decode, encode
from search.engines.embedded import read_documents
from search.engines.embedded.read_documents import ReadDocuments, size_of
from tests.portal import ITEMS


class Shelf:
    """The items of a portal by their numbers, and which were read."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.documents = ReadDocuments(self._encoded)

    def ask(self, *numbers: int) -> list[Document]:
        return [document for number in numbers for document in self.documents.of([number])]

    def _encoded(self, number: int) -> bytes:
        self.read.append(number)
        return encode(ITEMS[number])


def size(number: int) -> int:
    encoded = encode(ITEMS[number])
    return size_of(decode(encoded), encoded)


def test_a_document_is_read_once() -> None:
    shelf = Shelf()
    assert shelf.documents.of([0, 1]) == [ITEMS[0], ITEMS[1]]
    assert shelf.documents.of([1, 2, 0]) == [ITEMS[1], ITEMS[2], ITEMS[0]]
    assert shelf.read == [0, 1, 2]


def test_the_document_shown_the_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_documents, "REMEMBERED_BYTES", size(0) + size(1) + size(2) - 1)
    shelf = Shelf()
    shelf.ask(0, 1, 0, 2, 0, 1)
    assert shelf.read == [0, 1, 2, 1]


def test_a_very_long_document_is_given_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_documents, "LONGEST", 1)
    shelf = Shelf()
    assert shelf.ask(0, 0) == [ITEMS[0]] * 2
    assert shelf.read == [0, 0]


def test_what_documents_take_is_about_what_they_are_said_to_take() -> None:
    sentence = "La commune de Lomé reçoit une délégation de la métropole{}"
    bodies = [f"{number}. {sentence.format(end)}\n" * 50 for number in range(100) for end in ".…"]
    encoded = [encode(replace(ITEMS[0], body=body)) for body in bodies]
    tracemalloc.start()
    documents = list(map(decode, encoded))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(map(size_of, documents, encoded)) == pytest.approx(taken, rel=0.2)
