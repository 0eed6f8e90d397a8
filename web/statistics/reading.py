"""Reads the query statistics: only of queries that were asked in enough different hours and days."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec

from search.errors import StatisticsUnreadable
from web.statistics.settings import DAYS, StatisticsSettings

_KNOWN = """
SELECT (SELECT text FROM spelling WHERE spelling.query = asked.query ORDER BY searches DESC, text LIMIT 1) AS text,
    sum(searches) AS searches, sum(empty), sum(narrowed), sum(hours), count(*), max(day),
    (SELECT total(clicks) FROM clicked WHERE clicked.query = asked.query),
    (SELECT sum(rank * clicks) * 1.0 / sum(clicks) FROM clicked WHERE clicked.query = asked.query)
FROM asked GROUP BY query HAVING sum(hours) >= :hours AND count(*) >= :days AND text IS NOT NULL
ORDER BY searches DESC, text
"""


class QueryCount(msgspec.Struct, frozen=True):
    """A query in its most usual spelling, over all days that are kept.

    ``searches`` are first pages; ``empty`` those that found nothing, ``narrowed`` those of them that had filters. ``clicks`` are
    results opened, at ``rank`` on average (from 1; None without a click). ``last`` is the last day it was asked.
    """

    text: str
    searches: int
    empty: int
    narrowed: int
    hours: int
    days: int
    last: date
    clicks: int
    rank: float | None

    @property
    def finds_nothing(self) -> bool:
        """Whether at least half of the searches found nothing."""
        return 2 * self.empty >= self.searches

    @property
    def is_unopened(self) -> bool:
        """Whether it finds something that nobody opens."""
        return not self.finds_nothing and not self.clicks


def known_queries(settings: StatisticsSettings) -> tuple[QueryCount, ...]:
    """The queries above the threshold, most frequent first; none without a store. Raises StatisticsUnreadable."""
    if not settings.file.exists():
        return ()
    try:
        with closing(_opened(settings.file)) as connection:
            rows = connection.execute(_KNOWN, {"hours": settings.hours, "days": DAYS}).fetchall()
    except sqlite3.Error as error:
        raise StatisticsUnreadable(
            f"Les statistiques des requêtes ({settings.file}) sont illisibles : {error}.",
            remedy="Vérifiez les droits du dossier ; un fichier endommagé peut être supprimé, il est recréé.",
        ) from error
    return tuple(map(_count, rows))


def without_result(queries: Iterable[QueryCount]) -> list[QueryCount]:
    """Those that mostly find nothing, the most frequent failures first."""
    return sorted((one for one in queries if one.finds_nothing), key=lambda one: -one.empty)


def without_click(queries: Iterable[QueryCount]) -> list[QueryCount]:
    """Those that find something that nobody opens; none while no click at all was told: then the script is not there."""
    told = tuple(queries)
    return [one for one in told if one.is_unopened] if any(one.clicks for one in told) else []


def _opened(file: Path) -> sqlite3.Connection:
    """The store, to be read only; one that nobody writes to may stand on a disk that cannot be written."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    try:
        connection.execute("SELECT 1 FROM asked LIMIT 1")
    except sqlite3.OperationalError:
        connection.close()
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    return connection


def _count(row: tuple[str, int, int, int, int, int, int, float, float | None]) -> QueryCount:
    text, searches, empty, narrowed, hours, days, last, clicks, rank = row
    mean = None if rank is None else round(rank, 1)
    return QueryCount(text, searches, empty, narrowed, hours, days, date.fromordinal(last), int(clicks), mean)
