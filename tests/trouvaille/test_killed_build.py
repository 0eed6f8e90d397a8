"""``kill -9`` in the middle of a build: the live index answers as before, and the next build succeeds."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.build import build
from indexer.publish import generations
from indexer.sources import open_sources
from search.generation import damage, live_folder, read_manifest
from search.index import Index
from search.request import SearchRequest

ROOT = Path(__file__).parent.parent.parent
SAMPLE = f"sample:{ROOT / 'index_data' / 'sample'}"
KILLS = 10

# Loads everything once; then, for each number of seconds that it reads, builds in a process of its own, kills it after so
# many seconds (a process that has ended stays a zombie until it is waited for, so no other is hit), and says how it ended.
BUILDER = """
import os, signal, sys, time
from pathlib import Path
from indexer.build import build
from indexer.sources import open_sources
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            build(open_sources(sys.argv[1]), Path(sys.argv[2]))
        except BaseException as error:
            sys.stderr.write(f"{error}\\n")
            os._exit(1)
        os._exit(0)
    if float(line):
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Builder:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def build(self, kill_after: float = 0) -> int:
        """Builds; kills the build after so many seconds, unless 0. Returns its exit code, negative for a signal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{kill_after}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def builder(portal: Path) -> Iterator[Builder]:
    command = [sys.executable, "-c", BUILDER, SAMPLE, str(portal)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Builder(process)
        assert process.stdin is not None
        process.stdin.close()


def answers(portal: Path) -> list[object]:
    """What visitors and widgets get from the live index, which is whole."""
    folder = live_folder(portal)
    assert damage(folder, read_manifest(folder)) == []
    index = Index.open(folder)
    try:
        found = [index.search(SearchRequest(text=text)) for text in ("cooperation decentralisee togo", "l'assainissement", "")]
        return [*found, index.related("evenement-001"), index.count()]
    finally:
        index.close()


def test_a_build_killed_at_any_moment_leaves_the_live_index_as_it_was(tmp_path: Path) -> None:
    portal = tmp_path / "portail"
    chance = random.Random(2026)
    with builder(portal) as forge:
        assert forge.build() == 0
        start = time.monotonic()
        assert forge.build() == 0
        duration = time.monotonic() - start
        before, ends = answers(portal), []
        for number in range(KILLS):
            ends.append(forge.build(kill_after=duration * (number + chance.random()) / KILLS))
            assert answers(portal) == before
    assert ends.count(-signal.SIGKILL) >= KILLS // 2, ends
    assert set(ends) <= {0, -signal.SIGKILL}
    build(open_sources(SAMPLE), portal)
    assert answers(portal) == before
    assert sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *generations(portal)])
