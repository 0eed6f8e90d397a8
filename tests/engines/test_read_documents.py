"""Documents are read once, and forgotten when they take too much memory."""

import pytest

from search.document import encode
from search.engines.embedded import read_documents
from search.engines.embedded.read_documents import ReadDocuments
from tests.portal import ITEMS


class Shelf:
    """The items of a portal by their numbers, and which were read."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.documents = ReadDocuments(self._encoded)

    def ask(self, *numbers: int) -> list[bytes]:
        return [self.documents[number] for number in numbers]

    def _encoded(self, number: int) -> bytes:
        self.read.append(number)
        return encode(ITEMS[number])


def test_a_document_is_read_once() -> None:
    shelf = Shelf()
    assert shelf.ask(0, 1, 0) == [encode(ITEMS[number]) for number in (0, 1, 0)]
    assert shelf.read == [0, 1]


def test_the_document_shown_the_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_documents, "REMEMBERED_BYTES", sum(len(encode(ITEMS[number])) for number in (0, 1, 2)) - 1)
    shelf = Shelf()
    shelf.ask(0, 1, 0, 2, 0, 1)
    assert shelf.read == [0, 1, 2, 1]


def test_a_very_long_document_is_given_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_documents, "LONGEST", 1)
    shelf = Shelf()
    assert shelf.ask(0, 0) == [encode(ITEMS[0])] * 2
    assert shelf.read == [0, 0]
