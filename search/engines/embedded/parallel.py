"""Inverts documents on other cores: batches go to worker processes, each of which writes whole segments.

The process that reads the documents keeps the batches that no worker is free for, so every core is busy and memory is bounded
by a few batches and one inversion a process.
"""

import multiprocessing
import os
import queue
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from search.engines.embedded.codec import ArraySegment, path_of
from search.engines.embedded.inversion import Inversion
from search.engines.embedded.segment_arrays import SegmentArrays, load, save
from search.errors import TrouvailleError

BATCH = 128
"""Documents that go to a worker at once."""

_WAITING_BATCHES = 2
_PATIENCE = 1.0

_FOR_SCRIPTS = (
    "Son erreur est affichée plus haut. Un script qui construit un index doit être un fichier, et n’appeler « build » que sous "
    "« if __name__ == '__main__': »."
)


class Batch(NamedTuple):
    """Encoded documents; ``first`` is the serial number of the first one in the order in which the writer got them."""

    first: int
    documents: list[bytes]


class Inverted(NamedTuple):
    """A new segment in memory, and the serial number of each of its documents."""

    arrays: SegmentArrays
    serials: "array[int]"


class Written(NamedTuple):
    """A segment in its file, and the serial number of each of its documents."""

    segment: ArraySegment
    serials: "array[int]"


class WorkerDied(TrouvailleError):
    """A worker process ended without giving back its segments: the system killed it, or it could not start."""

    def __init__(self, exit_code: int) -> None:
        if exit_code < 0:  # by a signal
            super().__init__("Un processus d’analyse a été tué.", remedy="Libérez de la mémoire, puis relancez.")
        else:
            super().__init__("Un processus d’analyse s’est arrêté.", remedy=_FOR_SCRIPTS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where segments are written: the folder and the name of the Whoosh index."""

    folder: Path
    index_name: str

    def write(self, inverted: Inverted) -> Written:
        """Writes a new segment."""
        segment = ArraySegment(self.index_name)
        self.save(inverted.arrays, segment)
        return Written(segment, inverted.serials)

    def save(self, arrays: SegmentArrays, segment: ArraySegment) -> None:
        """Writes a segment's file, and tells the segment how many documents it has."""
        segment.set_doc_count(arrays.count)
        save(arrays, path_of(segment, self))

    def load(self, segment: ArraySegment) -> SegmentArrays:
        """The arrays of a segment's file."""
        return load(path_of(segment, self))

    def sync(self, segment: ArraySegment) -> None:
        """Makes sure that a segment's file is on the disk: only those that stay are worth the wait."""
        with path_of(segment, self).open("rb") as file:
            os.fsync(file.fileno())


class Inverting:
    """Inverts batches into one segment after another, each of up to ``flush_chunks`` chunks of text."""

    def __init__(self, place: Place, flush_chunks: int) -> None:
        self._place = place
        self._flush_chunks = flush_chunks
        self._inversion = Inversion()
        self._serials = array("q")
        self.written: list[Written] = []

    @property
    def chunks(self) -> int:
        """Chunks of text that are in no segment yet."""
        return self._inversion.chunks

    def add(self, batch: Batch) -> None:
        """Adds the documents of a batch."""
        for document in batch.documents:
            self._inversion.add(document)
        self._serials.extend(range(batch.first, batch.first + len(batch.documents)))
        if self._inversion.chunks >= self._flush_chunks:
            self.write()

    def write(self) -> None:
        """Writes what is in no segment yet."""
        inverted = self.take()
        if inverted is not None:
            self.written.append(self._place.write(inverted))

    def take(self) -> Inverted | None:
        """What is in no segment yet, which is then gone from here; None when that is nothing."""
        inversion, self._inversion = self._inversion, Inversion()
        serials, self._serials = self._serials, array("q")
        return Inverted(inversion.arrays(), serials) if len(inversion) else None


class InversionPool:
    """Worker processes that invert documents into segments at a ``place``."""

    def __init__(self, place: Place, workers: int, flush_chunks: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._jobs: Any = context.Queue(maxsize=workers * _WAITING_BATCHES)
        self._segments: Any = context.Queue()
        arguments = (place, flush_chunks, self._jobs, self._segments)
        self._workers = [context.Process(target=_work, args=arguments, daemon=True) for _ in range(workers)]
        for worker in self._workers:
            worker.start()

    def offer(self, batch: Batch) -> bool:
        """Gives a batch to a worker if one has room for it."""
        try:
            self._jobs.put_nowait(batch)
        except queue.Full:
            return False
        return True

    def close(self) -> None:
        """Tells the workers that nothing more comes, so that they write their last segments."""
        for _ in self._workers:
            while not self._told():
                if not any(worker.is_alive() for worker in self._workers):
                    raise self._died()

    def written(self) -> list[Written]:
        """Waits for all workers, after ``close``; returns the segments that they wrote, in the order of their documents."""
        written: list[Written] = []
        for _ in self._workers:
            written += self._result()
        for worker in self._workers:
            worker.join()
        return sorted(written, key=lambda one: one.serials[0])

    def cancel(self) -> None:
        """Stops the workers; what they wrote belongs to no commit."""
        for worker in self._workers:
            worker.terminate()
            worker.join()
        self._jobs.cancel_join_thread()

    def _told(self) -> bool:
        """Whether there was room to tell a worker that nothing more comes."""
        try:
            self._jobs.put(None, timeout=_PATIENCE)
        except queue.Full:
            return False
        return True

    def _died(self) -> WorkerDied:
        """The error to raise when a worker is gone, after all others are stopped."""
        exit_code = next((worker.exitcode for worker in self._workers if worker.exitcode), 0)
        self.cancel()
        return WorkerDied(exit_code)

    def _result(self) -> list[Written]:
        while True:
            try:
                result: list[Written] | Exception = self._segments.get(timeout=_PATIENCE)
            except queue.Empty as error:
                if all(worker.is_alive() or worker.exitcode == 0 for worker in self._workers):
                    continue
                raise self._died() from error
            if isinstance(result, Exception):
                self.cancel()
                raise result
            return result


def _work(place: Place, flush_chunks: int, jobs: Any, results: Any) -> None:
    """Inverts batches until None comes; then puts the list of its segments, or the error that stopped it."""
    try:
        inverting = Inverting(place, flush_chunks)
        while (batch := _next(jobs)) is not None:
            inverting.add(batch)
        inverting.write()
        results.put(inverting.written)
    except Exception as error:  # handed to the process that waits for the segments
        results.put(error)


def _next(jobs: Any) -> Batch | None:
    """The next batch; ends the worker when the process that feeds it is gone, however it went."""
    parent = multiprocessing.parent_process()
    while True:
        try:
            batch: Batch | None = jobs.get(timeout=_PATIENCE)
        except queue.Empty:
            if parent is None or not parent.is_alive():
                raise SystemExit(1) from None
        else:
            return batch
