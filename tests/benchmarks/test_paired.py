import numpy as np
import pytest

from benchmarks.paired import by_topic, gain
from indexer.evaluation import Evaluation, Judged


def _evaluation(values: dict[str, list[float]]) -> Evaluation:
    judged = tuple(
        Judged(f"{topic}-{rank}", "", topic, {"ndcg@10": value}, ())
        for topic, row in values.items()
        for rank, value in enumerate(row)
    )
    return Evaluation("essai", 1, judged, {}, of_related=False)


def test_variants_of_a_topic_count_once() -> None:
    assert by_topic(_evaluation({"eau": [0.2, 0.4], "route": [1.0]}), "ndcg@10") == pytest.approx({"eau": 0.3, "route": 1.0})
    found = gain(_evaluation({"eau": [0.0, 0.0, 0.0], "route": [1.0]}), _evaluation({"eau": [0.0] * 3, "route": [0.5]}), "ndcg@10")
    assert found.mean == pytest.approx(0.25)


def test_an_engine_gains_nothing_over_itself() -> None:
    one = _evaluation({"eau": [0.2], "route": [0.7]})
    assert gain(one, one, "ndcg@10") == (0, 0)


def test_the_deviation_is_near_the_one_of_the_mean() -> None:
    values = np.random.default_rng(1).uniform(0, 1, 200)
    ours = _evaluation({str(number): [float(value)] for number, value in enumerate(values)})
    theirs = _evaluation({str(number): [0.5] for number in range(200)})
    assert gain(ours, theirs, "ndcg@10").deviation == pytest.approx(values.std() / np.sqrt(200), rel=0.1)
