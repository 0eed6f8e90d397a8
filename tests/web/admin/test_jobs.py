"""Jobs with real processes: small Python programs in the place of the command line."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.errors import ItemNotFound
from web.admin.audit import Journal
from web.admin.conflict import Conflict
from web.admin.job_state import JobState
from web.admin.jobs import ERR, KEPT, OUT, Job, Jobs

WAITS = "import sys, time; print('prêt', file=sys.stderr, flush=True); time.sleep(60)"
DEAF = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('prêt', file=sys.stderr, flush=True); time.sleep(60)"
PATIENCE = 20.0


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".admin" / "jobs"


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came about"
        threading.Event().wait(0.02)


def over(jobs: Jobs, job: Job) -> JobState:
    """How a job ends, once nothing holds it any more."""
    until(lambda: jobs.running() is None)
    return jobs.state(job)


def is_ready(jobs: Jobs, job: Job) -> bool:
    err = jobs.folder(job.id) / ERR
    return err.exists() and b"pr\xc3\xaat" in err.read_bytes()


@pytest.mark.parametrize(
    ("code", "state"),
    [(0, JobState.DONE), (1, JobState.FAILED), (2, JobState.PARTIAL), (3, JobState.REFUSED), (4, JobState.BUSY)],
)
def test_a_job_ends_as_its_command_does_and_what_it_wrote_is_kept(folder: Path, code: int, state: JobState) -> None:
    jobs = Jobs(folder, python(f"import sys; print(sys.argv[1:]); sys.exit({code})"))
    job = jobs.start("build", ("--prepare",), "Construction", "camille")
    assert over(jobs, job) is state
    assert (jobs.folder(job.id) / OUT).read_text() == "['build', '--prepare']\n"
    entry = Journal(folder.parent / "journal.jsonl").latest(1)[0]
    assert (entry.who, entry.action, entry.target) == ("camille", "Construction", job.id)
    assert state in entry.message


def test_two_workers_see_the_same_job_and_only_one_can_be_at_work(folder: Path) -> None:
    one, other = Jobs(folder, python(WAITS)), Jobs(folder, python(WAITS))
    job = one.start("build", (), "Construction", "camille")
    assert other.running() == job
    assert other.get(job.id) == job
    assert other.state(job) is JobState.RUNNING
    with pytest.raises(Conflict, match="déjà en cours : Construction"):
        other.start("update", (), "Mise à jour", "dominique")
    other.cancel(job)
    assert over(one, job) is JobState.CANCELLED
    with pytest.raises(Conflict, match="déjà terminé"):
        one.cancel(job)


def test_a_job_goes_on_when_the_worker_that_started_it_is_killed(folder: Path) -> None:
    command = python("import sys, time; print('prêt', file=sys.stderr, flush=True); time.sleep(1)")
    worker = (
        "import os, signal, sys; from pathlib import Path; from web.admin.jobs import Jobs\n"
        f"Jobs(Path(sys.argv[1]), {command!r}).start('build', (), 'Construction', 'camille')\n"
        "os.killpg(0, signal.SIGKILL)"
    )
    ended = subprocess.run([*python(worker), str(folder)], start_new_session=True, check=False, timeout=PATIENCE)
    assert ended.returncode == -signal.SIGKILL
    jobs = Jobs(folder)
    job = jobs.running()
    assert job is not None
    assert over(jobs, job) is JobState.DONE


def test_of_two_that_start_at_once_one_is_refused(folder: Path) -> None:
    started, refused = [], []

    def start() -> None:
        try:
            started.append(Jobs(folder, python(WAITS)).start("build", (), "Construction", "camille"))
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(started), len(refused)) == (1, 5)
    jobs = Jobs(folder)
    jobs.cancel(started[0])
    assert over(jobs, started[0]) is JobState.CANCELLED


def test_cancelling_asks_all_processes_of_the_job_to_stop(folder: Path) -> None:
    program = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True); print('prêt', file=sys.stderr, flush=True); time.sleep(60)"
    )
    jobs = Jobs(folder, python(program))
    job = jobs.start("build", (), "Construction", "camille")
    until(lambda: is_ready(jobs, job))
    child = int((jobs.folder(job.id) / OUT).read_text())
    jobs.cancel(job)
    assert over(jobs, job) is JobState.CANCELLED
    until(lambda: not is_alive(child))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_command_that_does_not_listen_is_ended_by_force(folder: Path, tmp_path: Path) -> None:
    """The watch with a short patience, as a process of its own: it takes signals."""
    program = (
        "import sys; from pathlib import Path; from web.admin.runner import Watch\n"
        "watch = Watch(Path(sys.argv[1]), grace=0.2)\n"
        "print(watch.run(sys.argv[3:], int(sys.argv[2])), watch.cancelled)"
    )
    with (tmp_path / "lock").open("w") as lock:
        command = [*python(program), str(tmp_path), str(lock.fileno()), *python(DEAF)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=(lock.fileno(),), text=True) as watch:
            until(lambda: (tmp_path / ERR).exists() and (tmp_path / ERR).read_bytes() != b"")
            watch.send_signal(signal.SIGTERM)
            out, _ = watch.communicate(timeout=PATIENCE)
    assert out == f"{-signal.SIGKILL} True\n"


def test_a_job_whose_watch_was_killed_is_at_work_until_its_command_ends_and_then_is_lost(folder: Path) -> None:
    jobs = Jobs(
        folder,
        python(
            "import os, sys, time; print(os.getppid(), flush=True); print('prêt', file=sys.stderr, flush=True); time.sleep(1.5)"
        ),
    )
    job = jobs.start("build", (), "Construction", "camille")
    until(lambda: is_ready(jobs, job))
    os.kill(int((jobs.folder(job.id) / OUT).read_text()), signal.SIGKILL)
    assert jobs.state(job) is JobState.RUNNING
    with pytest.raises(Conflict):
        jobs.start("build", (), "Construction", "camille")
    assert over(jobs, job) is JobState.LOST


def test_a_command_that_ended_before_it_could_be_cancelled_is_done(folder: Path) -> None:
    listens = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); print('prêt', file=sys.stderr, flush=True); time.sleep(60)"
    jobs = Jobs(folder, python(listens))
    job = jobs.start("build", (), "Construction", "camille")
    until(lambda: is_ready(jobs, job))
    jobs.cancel(job)
    assert over(jobs, job) is JobState.DONE


def test_a_command_that_cannot_be_started_leaves_no_job_at_work(folder: Path) -> None:
    jobs = Jobs(folder, ("/nulle/part",))
    job = jobs.start("build", (), "Construction", "camille")
    assert over(jobs, job) is JobState.FAILED
    assert "ne peut pas être lancée" in (jobs.folder(job.id) / ERR).read_text("utf-8")


def test_old_jobs_are_forgotten(folder: Path) -> None:
    for number in range(KEPT + 5):
        (folder / f"20200101-000000-{number:03}").mkdir(parents=True)
    jobs = Jobs(folder, python("pass"))
    job = jobs.start("build", (), "Construction", "camille")
    assert over(jobs, job) is JobState.DONE
    assert len(list(folder.iterdir())) == KEPT
    assert jobs.latest() == [job]


@pytest.mark.parametrize("name", ["20200101-000000-000", "..", "", "../..", "a/b", "é\x00"])
def test_what_is_no_job_is_not_found(folder: Path, name: str) -> None:
    with pytest.raises(ItemNotFound):
        Jobs(folder).get(name)
