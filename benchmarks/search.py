"""Milliseconds from the typed text to the ids of the ten best documents and the exact total, engines side by side.

``python -m benchmarks.search [--collection DIR] [--queries DIR] [--json FILE]``
"""

import shutil
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks import child, options
from benchmarks.contender import CONTENDERS, OURS, TOP10_TOTAL, OpenIndex, contender
from benchmarks.inputs import Inputs, read_inputs
from benchmarks.measure import Task, interleaved
from benchmarks.results import Result, figure, latency, publish

BUILD_THREADS = 1
"""One thread leaves tantivy one segment, the best case for its searches."""


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options.with_clock(options.parser("Search: latency", tuple(CONTENDERS))).parse_args(arguments)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        indexes = {name: _opened(name, inputs, work) for name in chosen.engines}
        results = measured(indexes, inputs.queries, chosen.runs, clock=chosen.clock)
        publish(inputs.description | {"clock": chosen.clock}, chosen.runs, results, chosen.json)
        for index in indexes.values():
            index.close()


def measured(
    indexes: dict[str, OpenIndex], queries: Sequence[str], runs: int, documents: int | None = None, clock: str = "wall"
) -> list[Result]:
    """The latencies of every task of every engine, how much each finds, and how far it agrees with ours."""
    tasks: dict[tuple[str, str], Task] = {
        (engine, metric): task for engine, index in indexes.items() for metric, task in index.tasks.items()
    }
    named = {"/".join(key): task for key, task in tasks.items()}
    rounds = interleaved(named, queries, runs, clock)
    results = [
        latency(engine, metric, rounds[f"{engine}/{metric}"], compared_with=TOP10_TOTAL, documents=documents)
        for engine, metric in tasks
    ]
    return results + _agreement(indexes, queries, documents)


def _opened(engine: str, inputs: Inputs, work: Path) -> OpenIndex:
    """The engine's index; a peer's, which our changes do not touch, is taken from a kept work folder that has it."""
    opened = contender(engine)
    folder = work / f"{engine}-{inputs.description['collection']}-{inputs.corpus.number}"
    if engine == OURS or not folder.exists():
        print(f"{engine}: building …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        child.build(engine, inputs.corpus, folder, BUILD_THREADS)
    return opened.open(folder)


def _agreement(indexes: dict[str, OpenIndex], queries: Sequence[str], documents: int | None) -> list[Result]:
    """Latencies compare only where engines find about as much: the mean total, and the share of the first ten that ours has too."""
    found = {name: [index.tasks[TOP10_TOTAL](query) for query in queries] for name, index in indexes.items()}
    results = [
        figure(name, "mean_total", "documents", [statistics.fmean(answer.total for answer in answers)], documents)
        for name, answers in found.items()
    ]
    tops = {name: [set(indexes[name].ids(answer)) for answer in answers] for name, answers in found.items()}
    for name in tops.keys() - {OURS} if OURS in tops else ():
        shares = [len(own & other) / len(own) for own, other in zip(tops[OURS], tops[name], strict=True) if own]
        if shares:
            results.append(figure(name, "shared_top10", "share", [statistics.fmean(shares)], documents))
    return results


if __name__ == "__main__":
    main()
