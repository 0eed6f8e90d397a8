"""Scores with four decimals, to the last bit as Python rounds them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compiled_twins import both
from web.rounding import four_decimals

halves = st.integers(-(10**13), 10**13).map(lambda number: (number + 0.5) / 10_000)
millionths = st.integers(-(10**12), 10**12).map(lambda number: number / 1_000_000)
fractions_of_two = st.integers(-(10**6), 10**6).map(lambda number: number / 32)
scores = halves | millionths | fractions_of_two | st.floats(-1e9, 1e9)


@pytest.mark.parametrize("four_decimals", both(four_decimals))
@pytest.mark.parametrize(
    ("score", "rounded"),
    [(45.48225, 45.4823), (58.887644, 58.8876), (0.03125, 0.0312), (0.09375, 0.0938), (0.00005, 0.0001), (0.0, 0.0)],
)
def test_what_it_is(four_decimals: Callable, score: float, rounded: float) -> None:
    assert four_decimals(score) == rounded


@pytest.mark.parametrize("way", both(four_decimals))
@given(scores)
def test_it_is_what_python_rounds_to(way: Callable, score: float) -> None:
    assert repr(way(score)) == repr(round(score, 4))
