"""The documents read lately: those that many searches find are on page after page."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from search.document import Document, decode

REMEMBERED_BYTES = 6 * 2**20
"""How many bytes of encoded documents may be kept, decoded, until those that no page has shown the longest are forgotten."""

_LONGEST = REMEMBERED_BYTES // 100
"""Bytes of the documents that are kept: longer ones would take the room of many."""


class ReadDocuments:
    """The documents of a snapshot by their numbers there; ``read`` gives their bytes."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._documents: OrderedDict[int, tuple[Document, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __getitem__(self, number: int) -> Document:
        with self._lock:
            known = self._documents.get(number)
            if known is not None:
                self._documents.move_to_end(number)
                return known[0]
        encoded = self._read(number)
        document = decode(encoded)
        if len(encoded) <= _LONGEST:
            with self._lock:
                self._keep(number, document, len(encoded))
        return document

    def _keep(self, number: int, document: Document, size: int) -> None:
        if number not in self._documents:  # another thread may have read it meanwhile
            self._size += size
        self._documents[number] = document, size
        while self._size > REMEMBERED_BYTES:
            self._size -= self._documents.popitem(last=False)[1][1]
