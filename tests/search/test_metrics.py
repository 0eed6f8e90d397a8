"""The measures agree with ones that follow the definitions word by word."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.metrics import hit, ndcg, recall, reciprocal_rank

items = st.sampled_from("abcdefgh")
rankings = st.lists(items, unique=True)
judgements = st.dictionaries(items, st.integers(min_value=0, max_value=4))
depths = st.integers(min_value=1, max_value=10)


def gain(ranking: list[str], grades: dict[str, int], depth: int) -> float:
    total = 0.0
    for rank in range(1, depth + 1):
        if rank <= len(ranking):
            total += (2 ** grades.get(ranking[rank - 1], 0) - 1) / (math.log(rank + 1) / math.log(2))
    return total


@given(rankings, judgements, depths)
def test_ndcg_is_the_gain_over_that_of_the_best_order(ranking: list[str], grades: dict[str, int], depth: int) -> None:
    best = gain(sorted(grades, key=lambda item: -grades[item]), grades, depth)
    expected = gain(ranking, grades, depth) / best if best else 0.0
    assert ndcg(ranking, grades, depth) == pytest.approx(expected)
    assert 0 <= ndcg(ranking, grades, depth) <= 1 + 1e-9


@given(rankings, judgements, depths)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_item(ranking: list[str], grades: dict[str, int], depth: int) -> None:
    ranks = [ranking.index(item) + 1 for item in ranking if grades.get(item, 0) >= 1]
    expected = 1 / min(ranks) if ranks and min(ranks) <= depth else 0
    assert reciprocal_rank(ranking, grades, depth) == expected


@given(rankings, judgements, depths)
def test_recall_and_hit_count_relevant_items(ranking: list[str], grades: dict[str, int], depth: int) -> None:
    relevant = [item for item, grade in grades.items() if grade >= 1]
    found = [item for item in relevant if item in ranking[:depth]]
    assert recall(ranking, grades, depth) == (len(found) / len(relevant) if relevant else 0)
    assert hit(ranking, grades, depth) == (1 if found else 0)


def test_known_figures_of_a_small_ranking() -> None:
    grades = {"a": 3, "b": 1, "c": 2, "d": 0}
    dcg = 7 + 0 + 1 / 2
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["a", "d", "b"], grades, 10) == pytest.approx(dcg / ideal)
    assert ndcg(["a", "c", "b", "d"], grades, 10) == pytest.approx(1)
    assert reciprocal_rank(["d", "x", "c"], grades, 10) == pytest.approx(1 / 3)
    assert recall(["a", "x", "c"], grades, 2) == pytest.approx(1 / 3)
