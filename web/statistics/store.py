"""The store of the query statistics: a SQLite file that several processes write at once.

    asked      one row for each query and day: searches, those without result, those that filters emptied, distinct hours
    clicked    one row for each query, day and rank of the results that were opened
    spelling   how a query is typed, how often: only of queries that have passed the threshold
    property   the key of the digests

A query is known by a keyed digest until it has been asked in enough different hours and days; only then its text is written.
So the file holds no text that one person typed once, and nothing of who typed: no address, no cookie, no browser.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from search.moments import PORTAL_ZONE
from search.query_key import query_key
from web.statistics.observations import Asked, Observations
from web.statistics.settings import DAYS, StatisticsSettings

PATIENCE = 5.0
"""Seconds that a writer waits for another one."""

_TABLES = """
CREATE TABLE IF NOT EXISTS property (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked (
    query BLOB, day INTEGER, searches INTEGER NOT NULL, empty INTEGER NOT NULL, narrowed INTEGER NOT NULL,
    hours INTEGER NOT NULL, last_hour INTEGER NOT NULL, PRIMARY KEY (query, day)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS asked_on ON asked (day);
CREATE TABLE IF NOT EXISTS clicked (
    query BLOB, day INTEGER, rank INTEGER, clicks INTEGER NOT NULL, PRIMARY KEY (query, day, rank)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spelling (
    query BLOB, text TEXT, searches INTEGER NOT NULL, PRIMARY KEY (query, text)) WITHOUT ROWID;
"""

_ASK = """
INSERT INTO asked VALUES (:query, :day, :searches, :empty, :narrowed, 1, :hour)
ON CONFLICT DO UPDATE SET searches = searches + :searches, empty = empty + :empty, narrowed = narrowed + :narrowed,
    hours = hours + (:hour > last_hour), last_hour = max(last_hour, :hour)
"""

_CLICK = """
INSERT INTO clicked SELECT :query, :day, :rank, :clicks WHERE EXISTS (SELECT 1 FROM asked WHERE query = :query AND day = :day)
ON CONFLICT DO UPDATE SET clicks = clicks + :clicks
"""

_SPELL = """
INSERT INTO spelling SELECT :query, :text, :searches
WHERE (SELECT sum(hours) >= :hours AND count(*) >= :days FROM asked WHERE query = :query)
ON CONFLICT DO UPDATE SET searches = searches + :searches
"""

_FORGET = """
DELETE FROM spelling WHERE query NOT IN (SELECT query FROM asked GROUP BY query HAVING sum(hours) >= :hours AND count(*) >= :days)
"""


def write(settings: StatisticsSettings, observations: Observations, patience: float = PATIENCE) -> None:
    """Adds observations to the store, all or none of them, and forgets what is too old.

    Raises sqlite3.Error or OSError when it cannot be written.
    """
    with closing(_opened(settings.file, patience)) as connection:
        key = _key(connection)
        with _transaction(connection):
            for (text, hour), asked in observations.searches.items():
                _add(connection, settings, key, text, hour, asked)
            for (text, hour, rank), clicks in observations.clicks.items():
                values = {"query": _digest(text, key), "day": _day(hour), "rank": rank, "clicks": clicks}
                connection.execute(_CLICK, values)
            if observations.searches:
                _forget(connection, settings, max(hour for _, hour in observations.searches))


def forget_everything(file: Path) -> bool:
    """Deletes the store; whether there was one."""
    found = False
    for suffix in ("", "-wal", "-shm"):
        path = file.with_name(file.name + suffix)
        found |= path.exists()
        path.unlink(missing_ok=True)
    return found


def _add(connection: sqlite3.Connection, settings: StatisticsSettings, key: bytes, text: str, hour: int, asked: Asked) -> None:
    query, counts = _digest(text, key), {"searches": asked.searches, "empty": asked.empty, "narrowed": asked.narrowed}
    connection.execute(_ASK, {"query": query, "day": _day(hour), "hour": hour, **counts})
    spelt = {"query": query, "text": text, "searches": asked.searches}
    connection.execute(_SPELL, spelt | {"hours": settings.hours, "days": DAYS})


def _forget(connection: sqlite3.Connection, settings: StatisticsSettings, hour: int) -> None:
    """Deletes what is older than the retention, once a day, and the texts of queries that are thereby below the threshold."""
    oldest = _day(hour) - settings.retention + 1
    if connection.execute("DELETE FROM asked WHERE day < ?", (oldest,)).rowcount:
        connection.execute("DELETE FROM clicked WHERE day < ?", (oldest,))
        connection.execute(_FORGET, {"hours": settings.hours, "days": DAYS})


def _opened(file: Path, patience: float) -> sqlite3.Connection:
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only unlinked
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _key(connection: sqlite3.Connection) -> bytes:
    """The key of the digests, made once: without it, nobody can try out which texts the file has seen."""
    connection.execute("INSERT OR IGNORE INTO property VALUES ('key', ?)", (os.urandom(32),))
    key: bytes = connection.execute("SELECT value FROM property WHERE name = 'key'").fetchone()[0]
    return key


def _digest(text: str, key: bytes) -> bytes:
    return blake2b(query_key(text).encode("utf-8", "backslashreplace"), key=key, digest_size=16).digest()


def _day(hour: int) -> int:
    """The day in Paris of an hour since 1970, as Python counts days."""
    return datetime.fromtimestamp(hour * 3600, PORTAL_ZONE).toordinal()
