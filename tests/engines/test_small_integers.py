import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.small_integers import SmallIntegers

TOP = 2**31 - 1
integers = st.lists(st.one_of(st.integers(0, 300), st.sampled_from((254, 255, 256, 65534, 65535, 65536, TOP))), max_size=40)


@given(integers, st.integers(0, 40), st.integers(0, 40))
def test_any_span_comes_back(values: list[int], start: int, stop: int) -> None:
    encoded = SmallIntegers.of(np.array(values, dtype=np.int64))
    assert encoded[start:stop].tolist() == values[start:stop]
    assert len(encoded) == len(values)


@given(integers, st.integers(0, 12_000), st.integers(0, 60))
def test_a_span_far_behind_many_escapes_comes_back(values: list[int], start: int, length: int) -> None:
    long = np.resize(np.array([*values, 7, 255, 70_000], dtype=np.int64), 12_000)
    encoded = SmallIntegers.of(long)
    assert encoded[start : start + length].tolist() == long[start : start + length].tolist()


def test_small_values_take_a_byte_each_and_come_back_as_32_bit_integers() -> None:
    encoded = SmallIntegers.of(np.arange(250))
    assert encoded[:].dtype == np.int32
    assert sum(array.nbytes for array in encoded.arrays("gaps").values()) < 250 + 50


@given(integers)
def test_the_plain_arrays_hold_everything(values: list[int]) -> None:
    arrays = SmallIntegers.of(np.array(values, dtype=np.int64)).arrays("body.gaps")
    assert all(name.startswith("body.gaps.") for name in arrays)
    assert SmallIntegers.of_arrays(arrays, "body.gaps")[:].tolist() == values
