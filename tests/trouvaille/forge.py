"""Builds, updates and prunes in processes of their own, which can be killed or kept from writing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.generation import damage, live_folder, read_manifest
from search.index import Index
from search.request import SearchRequest

ROOT = Path(__file__).parent.parent.parent

# Loads everything once; then, for each line "ACTION SECONDS BYTES", acts in a process of its own and says how it ended. It kills it
# after so many seconds, unless 0 (a process that has ended stays a zombie until it is waited for, so no other is hit), and lets it
# write no file longer than so many bytes, unless 0.
PROGRAM = """
import os, resource, signal, sys, time
from pathlib import Path
from indexer.build import build
from indexer.checks import Checks
from indexer.publish import prune, publish
from search.generation import generations
from indexer.sources import open_sources
from indexer.update import update
portal, sources = Path(sys.argv[1]), sys.argv[2]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
actions = {
    "build": lambda: build(open_sources(sources), portal, checks=Checks(max_drop=100)),
    "update": lambda: update(open_sources(sources), portal, checks=Checks(max_drop=100)),
    "publish": lambda: publish(portal, generations(portal)[0]),
    "prune": lambda: prune(portal, 1),
}
for line in sys.stdin:
    action, seconds, size = line.split()
    child = os.fork()
    if not child:
        if int(size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
        try:
            actions[action]()
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\\n")
            os._exit(1)
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Forge:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def act(self, action: str, *, kill_after: float = 0, longest_file: int = 0) -> int:
        """Does one thing; returns its exit code, negative for a signal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{action} {kill_after} {longest_file}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def forge(portal: Path, sources: str) -> Iterator[Forge]:
    command = [sys.executable, "-c", PROGRAM, str(portal), sources]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Forge(process)
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
