"""The documents read lately: those that many searches find are on page after page."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from sys import getsizeof
from threading import Lock

from search.document import Document, decode

REMEMBERED_BYTES = 20 * 2**20
"""How many bytes of documents may be kept, until those that no page has shown the longest are forgotten."""

LONGEST = REMEMBERED_BYTES // 100
"""Bytes of the documents that are kept: longer ones would take the room of many."""

_BESIDE = 600
"""Bytes that a document takes beside the characters of its texts: its values are objects."""


class ReadDocuments:
    """The documents of a snapshot by their numbers there; ``read`` gets one from the disk, encoded.

    They are kept decoded: that takes twice the memory of their bytes, and decoding ten took a twentieth of a search.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._sizes: dict[int, int] = {}
        self._size = 0
        self._lock = Lock()

    def of(self, numbers: Sequence[int]) -> list[Document]:
        """The documents with these numbers."""
        with self._lock:
            known = list(map(self._documents.get, numbers))
            for number, document in zip(numbers, known, strict=True):
                if document is not None:
                    self._documents.move_to_end(number)
        return [self._new(number) if one is None else one for number, one in zip(numbers, known, strict=True)]

    def _new(self, number: int) -> Document:
        encoded = self._read(number)
        document = decode(encoded)
        size = size_of(document, encoded)
        if size <= LONGEST:
            with self._lock:
                self._keep(number, document, size)
        return document

    def _keep(self, number: int, document: Document, size: int) -> None:
        self._size += size - self._sizes.get(number, 0)  # another thread may have read it meanwhile
        self._documents[number], self._sizes[number] = document, size
        while self._size > REMEMBERED_BYTES:
            self._size -= self._sizes.pop(self._documents.popitem(last=False)[0])


def size_of(document: Document, encoded: bytes) -> int:
    """About how many bytes a document takes: the characters of a text take up to four each when one of them does."""
    texts = (document.body, document.summary)
    return len(encoded) + sum(getsizeof(text) - len(text) for text in texts) + _BESIDE
