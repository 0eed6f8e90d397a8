from collections.abc import Iterable
from pathlib import Path

import pytest

from search.document import Document
from search.engine import Engine
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from tests.engines.contract import EngineContract, Open


class TestEmbeddedEngine(EngineContract):
    @pytest.fixture
    def open_engine(self, tmp_path: Path) -> Open:
        def build(documents: Iterable[Document]) -> Engine:
            writer = EmbeddedWriter(tmp_path)
            for document in documents:
                writer.add(document)
            writer.commit()
            return EmbeddedEngine(tmp_path)

        return build
