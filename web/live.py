"""The open index of the live generation: follows ``CURRENT`` without dropping a request.

A request leases the index and keeps the one it began with; a replaced index is closed when its last lease ends.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from search.errors import IndexCorrupt, IndexMissing, IndexUnavailable
from search.generation import CURRENT, live_folder
from search.index import Index

RETRY_AFTER = 30.0
"""Seconds before a generation that could not be opened is tried again, when ``CURRENT`` has not changed."""

_LOGGER = logging.getLogger("trouvaille.web")
_Signature = tuple[tuple[int, int, int] | None, ...]


@dataclass(slots=True)
class _Held:
    """An open index and the number of those who use it; the holder itself counts for one."""

    index: Index
    users: int = 1


class Lease:
    """The use of an open index by one request: it stays open at least until the lease ends."""

    __slots__ = ("_held", "_release")

    def __init__(self, held: _Held, release: Callable[[_Held], None]) -> None:
        self._held = held
        self._release = release

    def __enter__(self) -> Index:
        return self._held.index

    def __exit__(self, *error: object) -> None:
        self._release(self._held)


class LiveIndex:
    """Holds the index of the live generation of ``portal``. Leases and ``refresh`` may come from different threads.

    The index is opened again when one of the ``followed`` files changes, appears or goes.
    """

    def __init__(self, portal: Path, open_index: Callable[[Path], Index] = Index.open, followed: Sequence[Path] = ()) -> None:
        self._portal = portal
        self._followed = followed
        self._open_index = open_index
        self._held: _Held | None = None
        self._error: IndexUnavailable | None = None
        self._seen: _Signature | None = None
        self._tried_at = 0.0
        self._started = self._closed = False
        self._counting = threading.Lock()
        self._refreshing = threading.Lock()

    def lease(self) -> Lease:
        """The live index, to be used in a ``with``; raises IndexUnavailable."""
        if not self._started:
            self.refresh()
        with self._counting:
            held = self._held
            if held is None:
                raise (self._error or IndexMissing("Aucun index n’est ouvert.")).with_traceback(None)
            held.users += 1
        return Lease(held, self._release)

    def refresh(self) -> None:
        """Opens the generation that ``CURRENT`` names when it changed. One that cannot be opened leaves the old one serving."""
        with self._refreshing:
            self._started = True
            signature = self._signature()
            if not self._is_due(signature):
                return
            self._seen, self._tried_at = signature, time.monotonic()
            try:
                self._swap(self._open())
            except IndexUnavailable as error:
                if str(error) != str(self._error):
                    _LOGGER.error("L’index ne peut pas être ouvert. %s", error)
                self._error = error.with_traceback(None)

    def close(self) -> None:
        """Closes the index as soon as nobody uses it, and opens none any more."""
        self._closed = True
        self._swap(None)

    def _is_due(self, signature: _Signature | None) -> bool:
        if self._closed:
            return False
        if signature != self._seen:
            return signature is not None or self._held is None
        if self._held is not None and self._error is None:
            return False
        return signature is None or time.monotonic() - self._tried_at >= RETRY_AFTER

    def _signature(self) -> _Signature | None:
        """What ``CURRENT`` and the followed files look like from outside; None without ``CURRENT``."""
        current = _looks(self._portal / CURRENT)
        return None if current is None else (current, *map(_looks, self._followed))

    def _open(self) -> Index:
        """Opens the published generation; whatever goes wrong with its files is an IndexUnavailable."""
        folder = live_folder(self._portal)
        try:
            return self._open_index(folder)
        except IndexUnavailable:
            raise
        except Exception as error:
            raise IndexCorrupt(
                f"La génération {folder.name} est illisible : {error!r}.", remedy="Lancez « trouvaille check »."
            ) from error

    def _swap(self, index: Index | None) -> None:
        with self._counting:
            if self._closed and index is not None:
                index.close()
                return
            old, self._held = self._held, None if index is None else _Held(index)
            self._error = None
        if index is not None:
            _LOGGER.info("Génération servie : %s", index.generation)
        if old is not None:
            self._release(old)

    def _release(self, held: _Held) -> None:
        with self._counting:
            held.users -= 1
            unused = held.users == 0
        if unused:
            held.index.close()


def _looks(path: Path) -> tuple[int, int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return (found.st_ino, found.st_mtime_ns, found.st_size)
    return None


async def follow(live: LiveIndex, every: float) -> None:
    """Refreshes for ever, in a worker thread: opening a large index must not make visitors wait."""
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(live.refresh)
        except Exception:
            _LOGGER.exception("Le suivi de la génération publiée a échoué ; nouvel essai.")
