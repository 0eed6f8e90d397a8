import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from search.engines.memory import MemoryEngine
from search.engines.memory.evaluation import distance
from tests.engines.contract import EngineContract, Open

words = st.text("aeté", max_size=6)


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def open_engine(self) -> Open:
        return MemoryEngine


@given(words, words)
def test_the_edit_distance_is_rapidfuzz_s(one: str, other: str) -> None:
    assert distance(one, other) == Levenshtein.distance(one, other)
