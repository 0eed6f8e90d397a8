"""``SIGTERM`` in the middle of a build: it ends as one that fails, and leaves nothing behind."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.build import build
from indexer.publish import build_lock
from search.generation import current_generation, generations, last_run
from tests.indexer.records import source_of
from tests.portal import ITEMS
from trouvaille.stopping import STOPPED, stopped_cleanly

ENDLESS = """
import sys, time
from pathlib import Path
from indexer.build import build
from indexer.source import Record
from trouvaille.stopping import stopped_cleanly

class Endless:
    name, repeats_itself = "sans-fin", False
    def expected(self):
        return None
    def records(self):
        number = 0
        while True:
            number += 1
            yield Record(f"ligne {number}", {"id": str(number), "title": f"Contenu numéro {number}"})
            print(number, flush=True)
            time.sleep(0.01)

with stopped_cleanly():
    build([Endless()], Path(sys.argv[1]))
"""


def test_a_build_told_to_stop_leaves_the_live_index_and_nothing_else(tmp_path: Path) -> None:
    build([source_of(ITEMS)], tmp_path)
    live = current_generation(tmp_path)
    command = [sys.executable, "-c", ENDLESS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as working:
        assert working.stdout is not None
        assert working.stdout.readline() == b"1\n"
        working.send_signal(signal.SIGTERM)
        working.send_signal(signal.SIGTERM)  # impatience changes nothing
        threading.Thread(target=working.stdout.read, daemon=True).start()
        assert working.wait(timeout=30) == STOPPED
    assert current_generation(tmp_path) == live
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".lock", "CURRENT", *generations(tmp_path)])
    ended = last_run(tmp_path)
    assert ended is not None
    assert (ended.action, ended.outcome) == ("build", "Stopped")
    with build_lock(tmp_path):  # it is free again
        pass


def test_afterwards_the_signal_means_what_it_meant() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as stopped, stopped_cleanly():
        signal.raise_signal(signal.SIGTERM)
    assert stopped.value.code == STOPPED
    assert signal.getsignal(signal.SIGTERM) is before
