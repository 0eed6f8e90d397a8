"""Sets of documents as bits behave like sets of numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded import bits
from tests.compiled_twins import both

sets = st.integers(0, 200).flatmap(
    lambda count: st.tuples(st.just(count), st.sets(st.integers(0, max(count - 1, 0)), max_size=count or 0))
)


@pytest.mark.parametrize("size", both(bits.size))
@given(sets)
def test_a_set_of_documents_survives_being_packed(size: Callable, drawn: tuple[int, set[int]]) -> None:
    count, documents = drawn
    packed = bits.packed_documents(np.array(sorted(documents), dtype=np.int32), count)
    assert packed.dtype == np.uint64
    assert len(packed) == -(-count // 64)
    assert size(packed) == len(documents)
    assert set(np.flatnonzero(bits.unpacked(packed, count)).tolist()) == documents


@given(sets, st.data())
def test_sets_combine_as_sets_do(drawn: tuple[int, set[int]], data: st.DataObject) -> None:
    count, documents = drawn
    others = data.draw(st.sets(st.integers(0, max(count - 1, 0)), max_size=count or 0))
    one, other = (bits.packed_documents(np.array(sorted(members), dtype=np.int32), count) for members in (documents, others))
    assert bits.size(one | other) == len(documents | others)
    assert bits.size(one & other) == len(documents & others)
