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
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from search.moments import PORTAL_ZONE
from web.statistics.observations import Observations, counted_key
from web.statistics.settings import DAYS, StatisticsSettings

PATIENCE = 5.0
"""Seconds that a writer waits for another one."""

_Rows = Sequence[tuple[bytes | str | int, ...]]

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
INSERT INTO asked (query, day, searches, empty, narrowed, hours, last_hour) VALUES {rows}
ON CONFLICT DO UPDATE SET searches = searches + excluded.searches, empty = empty + excluded.empty,
    narrowed = narrowed + excluded.narrowed, hours = hours + (excluded.last_hour > last_hour),
    last_hour = max(last_hour, excluded.last_hour)
"""

_CLICK = """
WITH opened (query, day, rank, clicks) AS (VALUES {rows})
INSERT INTO clicked SELECT * FROM opened
WHERE EXISTS (SELECT 1 FROM asked WHERE asked.query = opened.query AND asked.day = opened.day)
ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks
"""

_SPELL = """
WITH typed (query, text, searches) AS (VALUES {rows})
INSERT INTO spelling SELECT * FROM typed
WHERE (SELECT sum(hours) >= ? AND count(*) >= ? FROM asked WHERE asked.query = typed.query)
ON CONFLICT DO UPDATE SET searches = searches + excluded.searches
"""

_FORGET = """
DELETE FROM spelling WHERE query NOT IN (SELECT query FROM asked GROUP BY query HAVING sum(hours) >= :hours AND count(*) >= :days)
"""


def write(settings: StatisticsSettings, observations: Observations, patience: float = PATIENCE) -> None:
    """Adds observations to the store, all or none of them, and forgets what is too old.

    Raises sqlite3.Error or OSError when it cannot be written.
    """
    with closing(_opened(settings.file, patience)) as connection:
        asked, spelt, clicked = _rows(observations, _secret(connection))
        with _transaction(connection):
            _insert(connection, _ASK, asked)
            _insert(connection, _SPELL, spelt, settings.hours, DAYS)
            _insert(connection, _CLICK, clicked)
            if asked:
                _forget(connection, settings, _day(max(hour for _, hour in observations.searches)))


def forget_everything(file: Path) -> bool:
    """Deletes the store; whether there was one."""
    found = False
    for suffix in ("", "-wal", "-shm"):
        path = file.with_name(file.name + suffix)
        found |= path.exists()
        path.unlink(missing_ok=True)
    return found


def _rows(observations: Observations, secret: bytes) -> tuple[_Rows, _Rows, _Rows]:
    """What is to be inserted: searches, spellings and clicks of the texts that may be counted."""
    keys = {text: counted_key(text) for text in observations.texts}
    digests = {text: _digest(key, secret) for text, key in keys.items() if key}
    searches = [(digests[text], text, hour, asked) for (text, hour), asked in observations.searches.items() if text in digests]
    asked = [(query, _day(hour), found.searches, found.empty, found.narrowed, 1, hour) for query, _, hour, found in searches]
    spelt = [(query, text, found.searches) for query, text, _, found in searches]
    clicks = observations.clicks.items()
    clicked = [(digests[text], _day(hour), rank, times) for (text, hour, rank), times in clicks if text in digests]
    return asked, spelt, clicked


def _insert(connection: sqlite3.Connection, statement: str, rows: _Rows, *besides: int) -> None:
    """Runs a statement for as many rows at a time as SQLite takes.

    At each statement the interpreter goes to another thread, and may come back only milliseconds later: row by row, a busy service
    would write all the time.
    """
    if not rows:
        return
    row = f"({', '.join('?' * len(rows[0]))})"
    together = (connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) - len(besides)) // len(rows[0])
    for first in range(0, len(rows), together):
        some = rows[first : first + together]
        connection.execute(statement.format(rows=", ".join([row] * len(some))), (*chain.from_iterable(some), *besides))


def _forget(connection: sqlite3.Connection, settings: StatisticsSettings, today: int) -> None:
    """Deletes what is older than the retention, once a day, and the texts of queries that are thereby below the threshold."""
    oldest = today - settings.retention + 1
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


def _secret(connection: sqlite3.Connection) -> bytes:
    """The key of the digests, made once: without it, nobody can try out which texts the file has seen."""
    connection.execute("INSERT OR IGNORE INTO property VALUES ('key', ?)", (os.urandom(32),))
    secret: bytes = connection.execute("SELECT value FROM property WHERE name = 'key'").fetchone()[0]
    return secret


def _digest(key: str, secret: bytes) -> bytes:
    return blake2b(key.encode("utf-8", "backslashreplace"), key=secret, digest_size=16).digest()


@lru_cache(maxsize=64)
def _day(hour: int) -> int:
    """The day in Paris of an hour since 1970, as Python counts days."""
    return datetime.fromtimestamp(hour * 3600, PORTAL_ZONE).toordinal()
