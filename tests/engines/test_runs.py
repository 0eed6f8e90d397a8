from itertools import accumulate, chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.runs import gaps_of, lengths_of, places_of, starts_of, values_of

runs = st.lists(st.lists(st.integers(0, 5), max_size=5).map(lambda steps: list(accumulate(steps))), max_size=8)


@given(st.lists(st.integers(0, 9), max_size=20))
def test_lengths_come_back_from_starts(lengths: list[int]) -> None:
    starts = starts_of(lengths)
    assert starts.tolist() == [0, *accumulate(lengths)]
    assert lengths_of(starts).tolist() == lengths


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), max_size=20))
def test_places_are_those_of_each_run_in_turn(spans: list[tuple[int, int]]) -> None:
    firsts, lengths = (np.array([span[i] for span in spans], dtype=np.int64) for i in (0, 1))
    assert places_of(firsts, lengths).tolist() == [place for first, length in spans for place in range(first, first + length)]


@given(runs)
def test_values_come_back_from_gaps(lists: list[list[int]]) -> None:
    values = np.array(list(chain.from_iterable(lists)), dtype=np.int32)
    starts = starts_of([len(one) for one in lists])
    gaps = gaps_of(values, starts)
    assert gaps.tolist() == [b - a for one in lists for a, b in zip([0, *one], one, strict=False)]
    assert values_of(gaps, starts).tolist() == values.tolist()
