"""Watches over one job: ``python -m web.admin.runner FOLDER LOCK COMMAND …``. Not meant for people.

It lives in a session of its own, so that the service may stop meanwhile. It tells how the command ended, and when somebody wants
it to stop (``cancel`` in the job's folder, or ``SIGTERM``) asks the command's whole process group to; after a while, by force.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from search.in_french import system_problem
from web.admin.audit import DONE, FAILED, JOURNAL, Journal
from web.admin.job_state import JobState, state_of
from web.admin.jobs import CANCEL, ERR, OUT, JobEnd, read_job, write_end

GRACE = 20.0
"""Seconds that a command has to stop by itself."""
NOT_STARTED = 127
"""Exit code of a command that could not even be started, as shells give it."""
_LOOK = 0.25
"""Seconds between looks for somebody who wants it to stop."""


class Watch:
    """A command at work, and whether it was asked to stop."""

    def __init__(self, folder: Path, grace: float = GRACE) -> None:
        self.cancelled = False
        self._folder = folder
        self._grace = grace
        self._asked = 0.0
        signal.signal(signal.SIGTERM, self._terminated)

    def run(self, command: list[str], lock: int) -> int:
        """Runs the command to its end; returns its exit code, negative when a signal ended it."""
        with (self._folder / OUT).open("wb") as out, (self._folder / ERR).open("wb") as err:
            process = subprocess.Popen(  # noqa: S603 - what the service started us for
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, pass_fds=(lock,), start_new_session=True
            )
            while True:
                try:
                    return process.wait(_LOOK)
                except subprocess.TimeoutExpired:
                    self._look(process.pid)

    def _look(self, group: int) -> None:
        """Passes on that the command must stop; it is alive, and leads its process group."""
        if self._asked:
            if time.monotonic() - self._asked > self._grace:
                os.killpg(group, signal.SIGKILL)
        elif self.cancelled or (self._folder / CANCEL).exists():
            self.cancelled, self._asked = True, time.monotonic()
            os.killpg(group, signal.SIGTERM)

    def _terminated(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.cancelled = True


def main(folder: Path, lock: int, command: list[str]) -> None:
    """Runs a job's command, tells the journal, and writes its end down."""
    watch = Watch(folder)
    try:
        code = watch.run(command, lock)
    except OSError as error:
        (folder / ERR).write_text(f"La commande {command[0]} ne peut pas être lancée : {system_problem(error)}.\n", "utf-8")
        code = NOT_STARTED
    try:
        _tell(folder, state_of(code, cancelled=watch.cancelled))
    finally:
        write_end(folder, JobEnd(round(time.time(), 3), code, watch.cancelled))


def _tell(folder: Path, state: JobState) -> None:
    """Adds to the journal how the job in this folder ended."""
    if job := read_job(folder):
        message, outcome = f"{job.label} : travail {state}.", DONE if state.is_good else FAILED
        Journal(folder.parents[1] / JOURNAL).record(job.who, job.label, message, outcome=outcome, target=job.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
