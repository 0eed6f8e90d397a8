"""Dates and times as ISO 8601 texts: ``2025-05-26`` (a whole day) or ``2025-05-26T14:00:00+02:00`` (always with an offset).

A document keeps its dates as such texts, because a day without a time is not midnight; this module compares them.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PORTAL_ZONE = ZoneInfo("Europe/Paris")
"""The zone of every date that states none."""


def normalised(moment: str, zone: ZoneInfo = PORTAL_ZONE) -> str:
    """The moment in the one form that documents keep. Raises ValueError when it is not an ISO date or date-time."""
    text = moment.strip()
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat()
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.isoformat(timespec="seconds")


def is_whole_day(moment: str) -> bool:
    """Whether the moment is a day without a time."""
    return len(moment) == 10


def instant(moment: str, zone: ZoneInfo = PORTAL_ZONE) -> datetime:
    """The moment as an aware date-time; a whole day counts from its first second in ``zone``."""
    if is_whole_day(moment):
        return datetime.combine(date.fromisoformat(moment), time(), tzinfo=zone)
    return datetime.fromisoformat(moment)


def end_instant(moment: str, zone: ZoneInfo = PORTAL_ZONE) -> datetime:
    """The last instant of the moment: for a whole day the start of the next one (the last day of all has none)."""
    return end_of_day(moment, zone) if is_whole_day(moment) else instant(moment, zone)


def end_of_day(moment: str, zone: ZoneInfo = PORTAL_ZONE) -> datetime:
    """The start of the day after that of the moment, on the moment's own clock; the last day of all has none after it."""
    start = instant(moment, zone)
    return datetime.combine(start.date() + timedelta(days=1), time(), start.tzinfo) if start.date() < date.max else start


def over_at(starts: str, ends: str = "", zone: ZoneInfo = PORTAL_ZONE) -> datetime:
    """When an event is over. Without an end, or with one that says no more than its start, it lasts until its own day is."""
    if ends and (end := end_instant(ends, zone)) > instant(starts, zone):
        return end
    return end_of_day(starts, zone)


def seconds(moment: str) -> int:
    """The moment in seconds since 1970, for sorting and for date ranges."""
    return int((instant(moment) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def year(moment: str) -> str:
    """The four-digit year."""
    return moment[:4]
