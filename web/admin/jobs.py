"""What administrators started: each job is a process of its own and a folder, so that every worker sees the same.

<admin>/jobs/<id>/job.json     what was started, by whom
<admin>/jobs/<id>/lock         held as long as the job is at work, however it ends
<admin>/jobs/<id>/cancel       once somebody asked it to stop
<admin>/jobs/<id>/out, err     what the command wrote: its result, its progress and its troubles
<admin>/jobs/<id>/end.json     how it ended, and when
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from search.errors import ItemNotFound
from web.admin.conflict import Conflict
from web.admin.job_state import JobState, state_of

KEPT = 50
"""Jobs that are remembered; older ones go when a new one starts."""
RUNNER = (sys.executable, "-P", "-m", "web.admin.runner")
CANCEL, OUT, ERR = "cancel", "out", "err"
_JOB, _LOCK, _END = "job.json", "lock", "end.json"

Kind = TypeVar("Kind", bound=msgspec.Struct)


class Job(msgspec.Struct, frozen=True):
    """``action`` is a command, with its ``options``; ``label`` says it in French. ``started`` is in seconds since 1970."""

    id: str
    action: str
    options: tuple[str, ...]
    label: str
    who: str
    started: float


class JobEnd(msgspec.Struct, frozen=True):
    """When a job ended (seconds since 1970), the command's exit code, and whether it was asked to stop."""

    ended: float
    code: int
    cancelled: bool = False


class Jobs:
    """The jobs of a portal in ``folder``; ``command`` is what each of them appends its action to."""

    def __init__(self, folder: Path, command: Sequence[str] = ()) -> None:
        self._folder = folder
        self._command = tuple(command)

    def start(self, action: str, options: Sequence[str], label: str, who: str) -> Job:
        """Starts a job; raises Conflict while another one is at work."""
        with self._starting():
            if running := self.running():
                raise Conflict(
                    f"Un travail est déjà en cours : {running.label}.", remedy="Attendez sa fin, ou annulez-le, puis recommencez."
                )
            self._forget_old()
            job = Job(self._new_id(), action, tuple(options), label, who, round(time.time(), 3))
            folder = self.folder(job.id)
            folder.mkdir(parents=True, mode=0o700)
            process = self._run(job, folder)
        threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie
        return job

    def cancel(self, job: Job) -> None:
        """Asks a job to stop, which takes it a moment; raises Conflict when it is over."""
        if self.state(job).is_over:
            raise Conflict("Ce travail est déjà terminé.")
        (self.folder(job.id) / CANCEL).touch()

    def latest(self) -> list[Job]:
        """The jobs that are remembered, newest first."""
        found = (self._read(path.parent) for path in self._folder.glob(f"*/{_JOB}"))
        return sorted((job for job in found if job), key=lambda job: job.id, reverse=True)

    def get(self, identifier: str) -> Job:
        """The job of this id; raises ItemNotFound."""
        job = self._read(self.folder(identifier)) if identifier.replace("-", "").isalnum() else None
        if job is None:
            raise ItemNotFound("Ce travail n’existe pas, ou il a été oublié depuis.", remedy="Voyez la liste des travaux.")
        return job

    def running(self) -> Job | None:
        """The job that is at work."""
        return next((job for job in self.latest()[:KEPT] if self.state(job) is JobState.RUNNING), None)

    def state(self, job: Job) -> JobState:
        """How a job stands."""
        is_at_work = self._is_at_work(job.id)  # asked first: it ends only after it has told its end
        if end := self.end(job):
            return state_of(end.code, cancelled=end.cancelled)
        return JobState.RUNNING if is_at_work else JobState.LOST

    def end(self, job: Job) -> JobEnd | None:
        """How a job ended; None while it is at work, and for one that was killed with all that watched over it."""
        return _decoded(self.folder(job.id) / _END, JobEnd)

    def folder(self, identifier: str) -> Path:
        return self._folder / identifier

    def _run(self, job: Job, folder: Path) -> "subprocess.Popen[bytes]":
        """Starts the process that watches over the command. The lock is its own, and the command's: it is free once both ended."""
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _write(folder / _JOB, job)
            return subprocess.Popen(  # noqa: S603 - our own command, and options from a list of ours
                [*RUNNER, str(folder), str(lock), *self._command, job.action, *job.options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(lock,),
                start_new_session=True,
            )
        finally:
            os.close(lock)

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """One worker starts a job at a time."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _is_at_work(self, identifier: str) -> bool:
        try:
            with (self.folder(identifier) / _LOCK).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def _read(self, folder: Path) -> Job | None:
        return _decoded(folder / _JOB, Job)

    def _new_id(self) -> str:
        """A name that sorts after those that are there."""
        latest = max((path.name for path in self._folder.iterdir()), default="")
        while (name := datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]) <= latest:
            time.sleep(0.001)
        return name

    def _forget_old(self) -> None:
        for path in sorted(self._folder.iterdir())[: -KEPT + 1]:
            shutil.rmtree(path)


def write_end(folder: Path, end: JobEnd) -> None:
    """Says how the job in this folder ended."""
    _write(folder / _END, end)


def read_job(folder: Path) -> Job | None:
    """The job in this folder, once it is written down."""
    return _decoded(folder / _JOB, Job)


def _write(path: Path, value: msgspec.Struct) -> None:
    """A reader sees all of it or nothing."""
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(msgspec.json.encode(value))
    temporary.replace(path)


def _decoded(path: Path, kind: type[Kind]) -> Kind | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None
