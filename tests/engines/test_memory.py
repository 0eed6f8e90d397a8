import pytest

from search.engines.memory import MemoryEngine
from tests.engines.contract import EngineContract, Open


class TestMemoryEngine(EngineContract):
    @pytest.fixture
    def open_engine(self) -> Open:
        return MemoryEngine
