"""Outcomes of queries are put together as sums are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.impacts import Impacts
from search.engines.embedded.scored import Scored, added, boosted, constant, impacts_of, nothing, sum_of

COUNT = 6
scores = st.lists(st.sampled_from((0.0, 0.0, 0.5, 1.0, 2.5)), min_size=COUNT, max_size=COUNT).map(np.array)


def scored(values: np.ndarray) -> Scored:
    return Scored(values > 0, values)


@given(st.lists(scores, max_size=4))
def test_the_impacts_of_outcomes_are_summed_as_the_outcomes(parts: list[np.ndarray]) -> None:
    total = sum_of([impacts_of(scored(part)) for part in parts], COUNT)
    expected = sum(parts, np.zeros(COUNT))
    assert total.scores.tolist() == expected.tolist()
    assert total.matched.tolist() == (expected > 0).tolist()
    if parts:
        assert added([scored(part) for part in parts]).tolist() == expected.tolist()


def test_adding_leaves_the_parts_as_they_are() -> None:
    parts = [scored(np.ones(COUNT)), scored(np.ones(COUNT))]
    added(parts)
    assert parts[0].scores.tolist() == [1.0] * COUNT


def test_an_outcome_of_nothing_has_no_impacts() -> None:
    assert impacts_of(nothing(COUNT)) is None
    assert sum_of([None], COUNT).matched.tolist() == [False] * COUNT


def test_impacts_are_those_of_the_documents_that_match() -> None:
    found = impacts_of(scored(np.array([0.0, 2.0, 0.0, 0.5, 0.0, 0.0])))
    assert isinstance(found, Impacts)
    assert (found.docs.tolist(), found.scores.tolist()) == ([1, 3], [2.0, 0.5])


def test_a_boost_multiplies_the_scores_of_what_matches() -> None:
    one = constant(np.array([True, False]), 3)
    assert one.scores.tolist() == [3.0, 0.0]
    assert boosted(one, 0.5).scores.tolist() == [1.5, 0.0]
    assert boosted(one, 1.0) is one
