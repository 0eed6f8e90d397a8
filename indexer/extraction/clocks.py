"""The clock that an event of a calendar goes by: recurrences are counted on it, whatever zones exceptions are told in."""

from datetime import date, datetime, time, tzinfo

from search.moments import PORTAL_ZONE


def zone_of(start: date) -> tzinfo | None:
    """The zone whose clock an event goes by: that of its start, the portal's when it names none; whole days have none."""
    return start.tzinfo or PORTAL_ZONE if isinstance(start, datetime) else None


def on_clock(day: date, zone: tzinfo | None) -> datetime:
    """The moment as the clock of this zone shows it, without the zone."""
    if not isinstance(day, datetime):
        return datetime.combine(day, time())
    return (day.astimezone(zone) if day.tzinfo and zone else day).replace(tzinfo=None)


def end_of(day: date, zone: tzinfo | None) -> datetime:
    """The last moment of a rule on the event's own clock."""
    return on_clock(day, zone) if isinstance(day, datetime) else datetime.combine(day, time.max)


def like(start: date, day: datetime, zone: tzinfo | None) -> date:
    """A start of the same sort as another one: a whole day, or a time in a zone."""
    return day.replace(tzinfo=zone) if isinstance(start, datetime) else day.date()
