"""One step of a benchmark in a process of its own: ``python -m benchmarks.child STEP JSON`` prints its answer as JSON.

A fresh process owes nothing to what ran before it: neither memory nor warm caches of ours.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.contender import TOP10_TOTAL, contender
from benchmarks.corpus import Corpus
from benchmarks.memory import Peak, resident, resident_anonymous
from benchmarks.ours import Trouvaille, language_folder

_ROOT = Path(__file__).parents[1]


class Built(msgspec.Struct):
    """What a build took: from the first document read to the last merge; ``size`` is all its files, in MiB."""

    seconds: float
    size: float
    memory: float = 0.0


class Served(msgspec.Struct):
    """Seconds that a fresh process took to open an index and answer once, and its memory in MiB after all queries.

    ``anonymous`` leaves out the mapped files, which the kernel may drop at any time.
    """

    first_answer: float
    memory: float
    anonymous: float


def build(engine: str, corpus: Corpus, folder: Path, threads: int) -> Built:
    """Builds an index in its own process; ``memory`` is the most that it and the processes it starts held, in MiB."""
    values = [engine, str(corpus.path), corpus.originals, corpus.number, str(folder), threads]
    answer, peak = _run("build", values)
    built = msgspec.json.decode(answer, type=Built)
    built.memory = max(built.memory, peak)
    return built


def serve(engine: str, folder: Path, queries: tuple[str, ...]) -> Served:
    """Opens an index in its own process and asks all the queries."""
    answer, _ = _run("serve", [engine, str(folder), queries])
    return msgspec.json.decode(answer, type=Served)


def _run(step: str, values: list[Any]) -> tuple[bytes, float]:
    command = [sys.executable, "-m", "benchmarks.child", step]
    process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with Peak(process.pid) as peak:
        answer, _ = process.communicate(msgspec.json.encode(values))
    if process.returncode:
        raise SystemExit(f"The step {step} of {values[0]} failed (its message is above).")
    return answer, peak.mib


def _build(engine: str, path: str, originals: int, number: int, folder: str, threads: int) -> Built:
    built = contender(engine)
    corpus = Corpus(Path(path), originals, number)
    start = time.perf_counter()
    built.build(corpus, Path(folder), threads)
    done = Built(time.perf_counter() - start, size(Path(folder)), resident())
    if isinstance(built, Trouvaille) and (number <= originals or not language_folder(Path(folder)).exists()):
        built.learn(Path(folder))  # copies teach nothing new
    return done


def _serve(engine: str, folder: str, queries: list[str]) -> Served:
    served = contender(engine)
    start = time.perf_counter()
    index = served.open(Path(folder))
    index.tasks[TOP10_TOTAL](queries[0])
    first_answer = time.perf_counter() - start
    for query in queries:
        index.tasks[TOP10_TOTAL](query)
    return Served(first_answer, resident(), resident_anonymous())


def size(folder: Path) -> float:
    """The size of all files of a folder, in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


_STEPS: dict[str, Callable[..., msgspec.Struct]] = {"build": _build, "serve": _serve}

if __name__ == "__main__":
    answered = _STEPS[sys.argv[1]](*msgspec.json.decode(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(msgspec.json.encode(answered))
