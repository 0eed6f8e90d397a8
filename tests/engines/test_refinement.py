"""The scores of the best are put together the same way in both ways."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.refinement import with_added, with_shares
from tests.compiled_twins import both

number = st.floats(0, 100)


@pytest.mark.parametrize("together", both(with_added))
@given(
    st.lists(st.tuples(number, st.floats(0, 1)), min_size=1, max_size=9), st.lists(st.tuples(st.integers(0, 8), number), max_size=9)
)
def test_what_is_added_counts_as_much_as_words_let_it(
    together: Callable, outcome: list[tuple[float, float]], added: list[tuple[int, float]]
) -> None:
    best = [(place % len(outcome), more) for place, more in added]
    scores, kept = np.array([row[0] for row in outcome]), np.array([row[1] for row in outcome])
    places, gains = np.array([place for place, _ in best], dtype=np.int64), np.array([more for _, more in best])
    expected = [outcome[place][0] + more * outcome[place][1] for place, more in best]
    assert together(scores, kept, gains, places).tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("together", both(with_shares))
@given(st.lists(st.tuples(number, number, number), min_size=1, max_size=9), st.integers(0, 2))
def test_shares_are_those_of_the_best_score(together: Callable, rows: list[tuple[float, float, float]], kinds: int) -> None:
    scores, *shares = (np.array(column) for column in zip(*rows, strict=True))
    best = max(score for score, _, _ in rows)
    expected = [row[0] + best * sum(row[1 : 1 + kinds]) for row in rows]
    assert together(scores, shares[:kinds]).tolist() == pytest.approx(expected, rel=1e-12)
