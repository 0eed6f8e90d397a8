"""What the query statistics are told."""

from dataclasses import dataclass
from pathlib import Path

FILE = Path("statistics") / "queries.sqlite3"
"""The store, below the portal's folder."""

HOURS = 5
"""Distinct hours in which a query must have been asked, unless the settings say otherwise."""

DAYS = 2
"""Distinct days in which it must have been asked, whatever the settings say: an evening's insistence is one person's."""

RETENTION = 90
"""Days that counts are kept, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class StatisticsSettings:
    """``file`` is the store. A query is known once it was asked in ``hours`` different hours (and ``DAYS`` days) of the last
    ``retention`` days.
    """

    file: Path
    hours: int = HOURS
    retention: int = RETENTION
