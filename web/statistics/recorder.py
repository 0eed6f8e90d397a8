"""Takes note of searches and clicks in memory, and writes them in batches in a thread of its own.

Nothing here can break or slow a search: a store that is full, locked, damaged or not writable is told in the log and in
``/metrics``, and what could not be written waits, as long as there is room.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable

from web.counters import Counters
from web.statistics.observations import MAX_LENGTH, Asked, Observations
from web.statistics.settings import StatisticsSettings
from web.statistics.store import PATIENCE, write

EVERY = 5.0
"""Seconds between two writings."""

LAST_PATIENCE = 1.0
"""Seconds that the last writing may wait for others: the service is told to stop."""

_LOGGER = logging.getLogger("trouvaille.web")


class Recorder:
    """Records for one process; several may share a store. ``clock`` gives seconds since 1970."""

    def __init__(
        self, settings: StatisticsSettings, counters: Counters, clock: Callable[[], float] = time.time, every: float = EVERY
    ) -> None:
        self._settings = settings
        self._counters = counters
        self._clock = clock
        self._every = every
        self._waiting = Observations()
        self._changing = threading.Lock()
        self._writing = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._write_for_ever, name="statistiques", daemon=True)
        self._trouble = ""

    def searched(self, text: str, total: int, *, is_filtered: bool = False) -> None:
        """Takes note of a search that found ``total`` items."""
        if len(text) > MAX_LENGTH:
            return
        asked = Asked(1, int(not total), int(not total and is_filtered))
        with self._changing:
            self._waiting.searched((_one_line(text), self._hour()), asked)

    def clicked(self, text: str, rank: int) -> None:
        """Takes note of a result that was opened."""
        if len(text) > MAX_LENGTH:
            return
        with self._changing:
            self._waiting.clicked((_one_line(text), self._hour(), rank))

    def start(self) -> None:
        """Begins to write every few seconds."""
        self._thread.start()

    def stop(self) -> None:
        """Writes a last time."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE + LAST_PATIENCE)
        self.write(LAST_PATIENCE)

    def write(self, patience: float = PATIENCE) -> None:
        """Writes what waits; what cannot be written waits for the next time."""
        with self._writing:
            with self._changing:
                batch, self._waiting = self._waiting, Observations()
            if not batch:
                return
            self._counters.add("trouvaille_statistics_lost_total", batch.lost)
            batch.lost = 0
            try:
                write(self._settings, batch, patience)
            except (sqlite3.Error, OSError) as error:
                self._keep(batch, error)
            else:
                self._trouble = ""

    def _keep(self, batch: Observations, error: Exception) -> None:
        self._counters.add("trouvaille_statistics_failures_total")
        with self._changing:
            batch.add(self._waiting)
            self._waiting = batch
        if str(error) != self._trouble:
            self._trouble = str(error)
            _LOGGER.error(
                "Les statistiques des requêtes ne peuvent pas être écrites dans %s (%s) ; la recherche continue sans elles. "
                "Voyez docs/statistics.md.",
                self._settings.file,
                error,
            )

    def _write_for_ever(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.write()
            except Exception:
                _LOGGER.exception("Les statistiques des requêtes ont échoué ; nouvel essai.")

    def _hour(self) -> int:
        return int(self._clock() // 3600)


def _one_line(text: str) -> str:
    return " ".join(text.split())
