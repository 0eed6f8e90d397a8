"""Inverts documents on other cores: batches go to worker processes, each of which writes whole segments.

The process that reads the documents keeps the batches that no worker is free for, so every core is busy and memory is bounded
by a few batches and one inversion a process.
"""

import multiprocessing
import queue
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engines.embedded.codec import EXTENSION, ArraySegment
from search.engines.embedded.inversion import Inversion
from search.engines.embedded.segment_arrays import SegmentArrays, save
from search.errors import TrouvailleError

BATCH = 128
"""Documents that go to a worker at once."""

_WAITING_BATCHES = 2
_PATIENCE = 1.0

# What Inversion.add takes for one document.
Job = tuple[str, bytes, dict[str, str], dict[str, Any], dict[str, int]]


class WorkerDied(TrouvailleError):
    """A worker process ended without giving back its segments."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where segments are written: the folder and the name of the Whoosh index."""

    folder: Path
    index_name: str

    def write(self, arrays: SegmentArrays, segment: ArraySegment) -> ArraySegment:
        """Writes a segment's file; returns the segment with its size."""
        segment.set_doc_count(arrays.count)
        save(arrays, self.folder / str(segment.make_filename(EXTENSION)))
        return segment


class InversionPool:
    """Worker processes that invert documents into segments at a ``place``."""

    def __init__(self, place: Place, workers: int, flush_tokens: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._jobs: Any = context.Queue(maxsize=workers * _WAITING_BATCHES)
        self._segments: Any = context.Queue()
        arguments = (place, flush_tokens, self._jobs, self._segments)
        self._workers = [context.Process(target=_work, args=arguments, daemon=True) for _ in range(workers)]
        for worker in self._workers:
            worker.start()

    def offer(self, batch: list[Job]) -> bool:
        """Gives a batch to a worker if one has room for it."""
        try:
            self._jobs.put_nowait(batch)
        except queue.Full:
            return False
        return True

    def finish(self) -> list[ArraySegment]:
        """Waits for all workers; returns the segments that they wrote."""
        for _ in self._workers:
            self._jobs.put(None)
        segments: list[ArraySegment] = []
        for _ in self._workers:
            segments += self._result()
        for worker in self._workers:
            worker.join()
        return sorted(segments, key=lambda segment: str(segment.segment_id()))

    def cancel(self) -> None:
        """Stops the workers; what they wrote belongs to no commit."""
        for worker in self._workers:
            worker.terminate()
            worker.join()
        self._jobs.cancel_join_thread()

    def _result(self) -> list[ArraySegment]:
        while True:
            try:
                result: list[ArraySegment] | Exception = self._segments.get(timeout=_PATIENCE)
            except queue.Empty as error:
                if all(worker.is_alive() or worker.exitcode == 0 for worker in self._workers):
                    continue
                self.cancel()
                raise WorkerDied("Un processus d’analyse s’est arrêté.", remedy="Libérez de la mémoire, puis relancez.") from error
            if isinstance(result, Exception):
                self.cancel()
                raise result
            return result


def _work(place: Place, flush_tokens: int, jobs: Any, results: Any) -> None:
    """Inverts batches until None comes; then puts the list of its segments, or the error that stopped it."""
    segments: list[ArraySegment] = []
    inversion = Inversion()
    try:
        while (batch := _next(jobs)) is not None:
            for job in batch:
                inversion.add(*job)
            if inversion.tokens >= flush_tokens:
                segments.append(place.write(inversion.arrays(), ArraySegment(place.index_name)))
                inversion = Inversion()
        if len(inversion):
            segments.append(place.write(inversion.arrays(), ArraySegment(place.index_name)))
        results.put(segments)
    except Exception as error:  # handed to the process that waits for the segments
        results.put(error)


def _next(jobs: Any) -> list[Job] | None:
    """The next batch; ends the worker when the process that feeds it is gone, however it went."""
    parent = multiprocessing.parent_process()
    while True:
        try:
            batch: list[Job] | None = jobs.get(timeout=_PATIENCE)
        except queue.Empty:
            if parent is None or not parent.is_alive():
                raise SystemExit(1) from None
        else:
            return batch
