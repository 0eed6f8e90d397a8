"""The documents read lately: those that many searches find are on page after page."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

REMEMBERED_BYTES = 12 * 2**20
"""How many bytes of documents may be kept, until those that no page has shown the longest are forgotten."""

LONGEST = REMEMBERED_BYTES // 100
"""Bytes of the documents that are kept: longer ones would take the room of many."""


class ReadDocuments:
    """The encoded documents of a snapshot by their numbers there; ``read`` gets one from the disk. Decoded, they would take twice
    as much memory to save a quarter of the time.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._documents: OrderedDict[int, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __getitem__(self, number: int) -> bytes:
        with self._lock:
            known = self._documents.get(number)
            if known is not None:
                self._documents.move_to_end(number)
                return known
        document = self._read(number)
        if len(document) <= LONGEST:
            with self._lock:
                self._keep(number, document)
        return document

    def _keep(self, number: int, document: bytes) -> None:
        if number not in self._documents:  # another thread may have read it meanwhile
            self._size += len(document)
        self._documents[number] = document
        while self._size > REMEMBERED_BYTES:
            self._size -= len(self._documents.popitem(last=False)[1])
