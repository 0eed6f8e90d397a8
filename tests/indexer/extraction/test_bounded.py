import time
from collections.abc import Iterator

import pytest

from indexer.extraction.bounded import BoundedWorker, ExtractionFailed

HERE = "tests.indexer.extraction.risky"


@pytest.fixture
def worker() -> Iterator[BoundedWorker]:
    with BoundedWorker(seconds=2.0, memory=1 << 30) as running:
        yield running


def test_a_call_gives_its_result(worker: BoundedWorker) -> None:
    assert worker.call(f"{HERE}:double", "é") == "éé"
    assert worker.call(f"{HERE}:double", ["a"]) == ["a", "a"]
    assert len(worker.call(f"{HERE}:double", "x" * 3_000_000)) == 6_000_000


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("swell", "memoire"),
        ("crash", "processus"),
        ("fail", "illisible"),
        ("sink", "illisible"),
        ("absent", "illisible"),
        ("whole_object", "illisible"),
    ],
)
def test_what_goes_wrong_has_a_reason_and_the_next_call_works(worker: BoundedWorker, function: str, code: str) -> None:
    with pytest.raises(ExtractionFailed) as failed:
        worker.call(f"{HERE}:{function}")
    assert failed.value.code == code
    assert worker.call(f"{HERE}:double", 2) == 4


@pytest.mark.parametrize("function", ["hang", "spin"])
def test_a_call_that_does_not_end_is_ended(function: str) -> None:
    with BoundedWorker(seconds=0.5) as worker:
        begun = time.monotonic()
        with pytest.raises(ExtractionFailed) as failed:
            worker.call(f"{HERE}:{function}")
        assert failed.value.code == "trop-long"
        assert time.monotonic() - begun < 5


def test_a_library_that_prints_does_not_spoil_the_answer(worker: BoundedWorker) -> None:
    assert worker.call(f"{HERE}:chatter") == "dit"


def test_a_half_of_a_character_is_replaced_and_costs_nothing_else(worker: BoundedWorker) -> None:
    assert worker.call(f"{HERE}:halves") == {"emoji \ufffd": ["coupé \ufffd ici", ["réuni 😀", 1, None]]}
