"""Times functions over queries, one engine after the other, again and again."""

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter_ns, process_time_ns

import numpy as np
from numpy.typing import NDArray

Task = Callable[[str], object]
"""Answers one query."""

CLOCKS: dict[str, Callable[[], int]] = {"wall": perf_counter_ns, "cpu": process_time_ns}
"""What passes for whoever waits; or the processor time of all our threads, which other programs disturb less."""


def interleaved(
    tasks: Mapping[str, Task], queries: Sequence[str], runs: int, clock: str = "wall"
) -> dict[str, list[NDArray[np.float64]]]:
    """Milliseconds of each query, one array a run, by task.

    Every task answers all queries once to warm up, then the tasks take turns: A B C A B C … so that a noisy minute of the
    machine falls on all of them.
    """
    for task in tasks.values():
        milliseconds(task, queries, CLOCKS[clock])
    rounds: dict[str, list[NDArray[np.float64]]] = {name: [] for name in tasks}
    for _ in range(runs):
        for name, task in tasks.items():
            rounds[name].append(milliseconds(task, queries, CLOCKS[clock]))
    return rounds


def milliseconds(task: Task, queries: Sequence[str], clock: Callable[[], int] = perf_counter_ns) -> NDArray[np.float64]:
    """Milliseconds that the task takes for each query."""
    spent = np.empty(len(queries))
    with no_collection():
        for number, query in enumerate(queries):
            start = clock()
            task(query)
            spent[number] = clock() - start
    return spent / 1e6


@contextmanager
def no_collection() -> Iterator[None]:
    """Collects garbage before the block, and none in it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def percentile_over_runs(rounds: Sequence[NDArray[np.float64]], percentile: float) -> float:
    """The median over the runs of each run's percentile over its queries."""
    return statistics.median(float(np.percentile(run, percentile)) for run in rounds)
