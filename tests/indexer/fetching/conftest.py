from collections.abc import Iterator

import pytest

from tests.indexer.fetching.misbehaving import BadServer, bad_server


@pytest.fixture
def server() -> Iterator[BadServer]:
    with bad_server() as running:
        yield running
