import gc
import time

import numpy as np
import pytest

from benchmarks.measure import interleaved, percentile_over_runs


def test_tasks_take_turns_after_one_round_to_warm_up() -> None:
    asked: list[str] = []
    tasks = {name: lambda query, name=name: asked.append(name + query) for name in "AB"}
    rounds = interleaved(tasks, ["1", "2"], runs=3)
    assert asked == ["A1", "A2", "B1", "B2"] * 4
    assert [len(runs) for runs in rounds.values()] == [3, 3]
    assert all(len(run) == 2 for runs in rounds.values() for run in runs)


def test_garbage_is_not_collected_while_the_clock_runs() -> None:
    states = []
    interleaved({"A": lambda _: states.append(gc.isenabled())}, ["1"], runs=2)
    assert states == [False] * 3
    assert gc.isenabled()


def test_a_percentile_is_the_median_of_those_of_the_runs() -> None:
    runs = [np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0]), np.array([4.0, 5.0, 6.0])]
    assert percentile_over_runs(runs, 50) == pytest.approx(5.0)


def test_the_processor_clock_does_not_count_waiting() -> None:
    rounds = interleaved({"waits": lambda _: time.sleep(0.02)}, ["1"], runs=1, clock="cpu")
    assert rounds["waits"][0][0] < 15
