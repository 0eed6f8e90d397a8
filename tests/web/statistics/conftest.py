"""A store below a temporary folder, and what was asked at given moments."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from web.counters import Counters
from web.statistics.recorder import Recorder
from web.statistics.settings import StatisticsSettings

FIRST_DAY = date(2026, 3, 2)
NOON = (FIRST_DAY - date(1970, 1, 1)).days * 86_400 + 12 * 3600
"""Seconds since 1970 of a Monday's noon (UTC)."""


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = float(NOON)

    def __call__(self) -> float:
        return self.now

    def at(self, day: int, hour: int = 0) -> None:
        """Sets it so many days and hours after the first noon."""
        self.now = NOON + day * 86_400 + hour * 3600


class Asking:
    """Asks queries at moments, through a recorder as the service has one."""

    def __init__(self, settings: StatisticsSettings) -> None:
        self.clock = Clock()
        self.counters = Counters()
        self.recorder = Recorder(settings, self.counters, self.clock)

    def ask(self, text: str, *, days: tuple[int, ...] = (0, 1), hours: int = 3, total: int = 1, is_filtered: bool = False) -> None:
        """Asks a query once in each of so many hours of these days, and writes."""
        for day in days:
            for hour in range(hours):
                self.clock.at(day, hour)
                self.recorder.searched(text, total, is_filtered=is_filtered)
                self.recorder.write()


def first_row(settings: StatisticsSettings, question: str) -> tuple[Any, ...]:
    """What the store answers to a question of SQL, its first row."""
    with closing(sqlite3.connect(settings.file)) as connection:
        row: tuple[Any, ...] = connection.execute(question).fetchone()
    return row


@pytest.fixture
def settings(tmp_path: Path) -> StatisticsSettings:
    return StatisticsSettings(tmp_path / "statistics" / "queries.sqlite3")


@pytest.fixture
def asking(settings: StatisticsSettings) -> Asking:
    return Asking(settings)
