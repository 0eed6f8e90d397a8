import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from search.errors import IndexCorrupt, IndexIncompatible, IndexMissing, IndexUnavailable
from search.generation import replace_file
from search.index import Index
from web.live import LiveIndex


class FakeIndex:
    """An index that remembers whether it was closed."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.closings = 0

    def close(self) -> None:
        self.closings += 1


class Shelf:
    """A portal folder with generations that open as fake indexes, or fail."""

    def __init__(self, portal: Path) -> None:
        self.portal = portal
        self.opened: list[FakeIndex] = []
        self.failure: Exception | None = None

    def publish(self, generation: str) -> None:
        (self.portal / generation).mkdir(exist_ok=True)
        replace_file(self.portal / "CURRENT", generation + "\n")

    def open(self, folder: Path) -> Index:
        if self.failure is not None:
            raise self.failure
        self.opened.append(FakeIndex(folder.name))
        return cast("Index", self.opened[-1])


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def live(shelf: Shelf) -> LiveIndex:
    return LiveIndex(shelf.portal, shelf.open)


def generation(live: LiveIndex) -> str:
    with live.lease() as index:
        return index.generation


def test_without_an_index_a_lease_says_what_to_do(live: LiveIndex) -> None:
    with pytest.raises(IndexMissing, match="trouvaille build"), live.lease():
        pass


def test_the_first_index_serves_once_it_is_published(live: LiveIndex, shelf: Shelf) -> None:
    with pytest.raises(IndexMissing), live.lease():
        pass
    shelf.publish("un")
    live.refresh()
    assert generation(live) == "un"


def test_a_request_keeps_the_index_it_began_with(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    with live.lease() as one, live.lease() as again:
        shelf.publish("deux")
        live.refresh()
        assert (one.generation, again.generation, generation(live)) == ("un", "un", "deux")
        assert shelf.opened[0].closings == 0
    assert [index.closings for index in shelf.opened] == [1, 0]


def test_an_index_nobody_uses_is_closed_at_once(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    assert generation(live) == "un"
    shelf.publish("deux")
    live.refresh()
    assert [index.closings for index in shelf.opened] == [1, 0]


def test_nothing_is_opened_again_while_nothing_changes(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    for _ in range(5):
        live.refresh()
    assert len(shelf.opened) == 1


@pytest.mark.parametrize("failure", [IndexIncompatible("autre analyse"), FileNotFoundError("neighbours.npy"), ValueError("npy")])
def test_a_generation_that_does_not_open_leaves_the_old_one_serving(live: LiveIndex, shelf: Shelf, failure: Exception) -> None:
    shelf.publish("un")
    live.refresh()
    shelf.failure = failure
    shelf.publish("deux")
    live.refresh()
    assert generation(live) == "un"
    shelf.failure = None
    shelf.publish("trois")
    live.refresh()
    assert generation(live) == "trois"


def test_a_damaged_first_index_is_an_unavailable_one(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    shelf.failure = OSError("disque")
    with pytest.raises(IndexCorrupt), live.lease():
        pass


def test_a_live_index_survives_the_loss_of_current(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    live.refresh()
    (shelf.portal / "CURRENT").unlink()
    live.refresh()
    assert generation(live) == "un"


def test_after_closing_nothing_is_served(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("un")
    with live.lease():
        live.close()
        assert shelf.opened[0].closings == 0
    assert shelf.opened[0].closings == 1
    shelf.publish("deux")
    live.refresh()
    with pytest.raises(IndexUnavailable), live.lease():
        pass


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    """Threads that take turns a hundred times as often as usual: more of their orders are met, in less time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 100)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("impatient_threads")
def test_many_threads_never_meet_a_closed_index(live: LiveIndex, shelf: Shelf) -> None:
    shelf.publish("0")
    live.refresh()
    done = threading.Event()
    bad: list[str] = []

    def ask() -> None:
        while not done.is_set():
            with live.lease() as index:
                fake = cast("FakeIndex", index)
                if fake.closings:
                    bad.append(fake.generation)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        shelf.publish(str(number))
        live.refresh()
    done.set()
    for thread in threads:
        thread.join()
    live.close()
    assert not bad
    assert [index.closings for index in shelf.opened] == [1] * 40
