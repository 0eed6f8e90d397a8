"""Whatever happens to the store, searches go on, and what went wrong is told."""

import logging
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.web.statistics.conftest import Asking, first_row
from web.counters import Counters
from web.statistics import observations
from web.statistics.observations import Observations
from web.statistics.reading import known_queries
from web.statistics.recorder import Recorder
from web.statistics.settings import StatisticsSettings


def counted(asking: Asking, name: str) -> int:
    return dict(asking.counters.totals())[f"trouvaille_statistics_{name}_total"]


def test_it_writes_by_itself_and_a_last_time_when_it_stops(settings: StatisticsSettings) -> None:
    recorder = Recorder(settings, Counters(), every=0.01)
    recorder.start()
    recorder.searched("eau", 1)
    deadline = time.monotonic() + 20
    while not settings.file.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    recorder.stop()
    recorder.searched("forage", 1)
    recorder.stop()
    assert first_row(settings, "SELECT count(*) FROM asked") == (2,)


def test_a_damaged_store_is_told_once_and_counted_each_time(
    asking: Asking, settings: StatisticsSettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.file.parent.mkdir()
    settings.file.write_bytes(b"Ceci n'est pas une base. " * 100)
    with caplog.at_level(logging.ERROR, "trouvaille.web"):
        asking.ask("eau", hours=2)
    assert counted(asking, "failures") == 4
    assert caplog.text.count("ne peuvent pas être écrites") == 1
    settings.file.unlink()
    asking.ask("eau", days=(2,), hours=1)
    (known,) = known_queries(settings)
    assert (known.searches, known.hours) == (5, 5)


def test_what_waits_is_bounded_and_what_finds_no_room_is_counted(
    asking: Asking, settings: StatisticsSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations, "MAX_OBSERVATIONS", 50)
    for number in range(80):
        asking.recorder.searched(f"mot{number}", 1)
        asking.recorder.searched("mot0", 1)
    asking.recorder.clicked("mot0", 3)
    asking.recorder.write()
    assert counted(asking, "lost") == 31
    rows = first_row(settings, "SELECT count(*), sum(searches) FROM asked")
    assert rows == (50, 50 + 79 + 1)


@contextmanager
def only_readable(folder: Path) -> Iterator[None]:
    """Makes a folder a file system that cannot be written, which stops an administrator too."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_store_that_can_only_be_read_is_read_and_what_is_new_waits(small_disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = StatisticsSettings(small_disk / "statistics" / "queries.sqlite3")
    asking = Asking(settings)
    asking.ask("eau")
    with only_readable(small_disk):
        asking.ask("eau", days=(2,))
        assert known_queries(settings)[0].searches == 6
        assert counted(asking, "failures") == 3
    asking.recorder.write()
    assert known_queries(settings)[0].searches == 9
    assert "docs/statistics.md" in caplog.text


def test_a_full_disk_loses_nothing_that_was_written_and_keeps_what_waits(small_disk: Path) -> None:
    settings = StatisticsSettings(small_disk / "statistics" / "queries.sqlite3")
    asking = Asking(settings)
    asking.ask("eau")
    ballast = small_disk / "ballast"
    with suppress(OSError):  # which is what fills the disk to its last byte
        ballast.write_bytes(b"x" * 4_000_000)
    for number in range(3_000):
        asking.recorder.searched(f"forage {number}", 1)
    asking.recorder.write()
    assert counted(asking, "failures") == 1
    ballast.unlink()
    assert known_queries(settings)[0].searches == 6
    asking.recorder.write()
    rows = first_row(settings, "SELECT count(DISTINCT query) FROM asked")
    assert rows == (3_001,)


def test_a_store_that_another_holds_makes_nobody_wait_but_the_writer(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("eau")
    other = sqlite3.connect(settings.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asking.recorder.searched("eau", 1)
    asking.recorder.write(patience=0.05)
    assert counted(asking, "failures") == 1
    asking.recorder.searched("eau", 1)
    other.rollback()
    other.close()
    asking.recorder.write()
    assert known_queries(settings)[0].searches == 8


def test_observations_that_come_back_are_added_up() -> None:
    first, second = Observations(), Observations()
    for one in (first, second):
        one.searched(("eau", 7), observations.Asked(2, 1, 1))
        one.clicked(("eau", 7, 3), 2)
    first.add(second)
    assert (first.searches["eau", 7], first.clicks) == (observations.Asked(4, 2, 2), {("eau", 7, 3): 4})
