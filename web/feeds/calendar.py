"""iCalendar (RFC 5545): the events among the documents. Times are in UTC, so that no client needs a table of time zones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from search.moments import PORTAL_ZONE, instant, is_whole_day
from web.feeds.feed import Entry, Feed

MEDIA_TYPE = "text/calendar"
_OCTETS = 75
"""Of a line, at most (RFC 5545, 3.1)."""

_HOURS = 12
"""Between two looks of a client that subscribes."""


def calendar(feed: Feed) -> bytes:
    """The events of the feed, as a calendar that can be subscribed to."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trouvaille//Recherche//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(feed.title)}",
        f"X-WR-CALNAME:{_text(feed.title)}",
        f"X-WR-TIMEZONE:{PORTAL_ZONE.key}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{_HOURS}H",
        f"X-PUBLISHED-TTL:PT{_HOURS}H",
        *(line for entry in feed.entries if is_event(entry) for line in _event(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8", "replace")


def is_event(entry: Entry) -> bool:
    return entry.document.kind == "evenement" and bool(entry.document.starts)


def _event(entry: Entry) -> Iterator[str]:
    document = entry.document
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.id)}"
    yield f"DTSTAMP:{_utc(entry.updated)}"
    yield f"LAST-MODIFIED:{_utc(entry.updated)}"
    yield from _span(document.starts, document.ends)
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(entry.text)}"
    yield f"URL:{_printable(entry.url)}"
    if document.place:
        yield f"LOCATION:{_text(document.place)}"
    if entry.labels:
        yield f"CATEGORIES:{','.join(map(_text, entry.labels))}"
    yield "END:VEVENT"


def _span(starts: str, ends: str) -> Iterator[str]:
    """Start and end, of one type: whole days (the end is the day after the last one) as soon as one of them is."""
    last = ends or starts
    if is_whole_day(starts) or is_whole_day(last):
        yield f"DTSTART;VALUE=DATE:{_day(starts):%Y%m%d}"
        if _day(last) < date.max:
            yield f"DTEND;VALUE=DATE:{_day(last) + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART:{_utc(instant(starts))}"
    if instant(last) > instant(starts):
        yield f"DTEND:{_utc(instant(last))}"


def _day(moment: str) -> date:
    return instant(moment).astimezone(PORTAL_ZONE).date()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A value of type TEXT: escaped, without characters that no line may hold."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return _printable(lines)


def _printable(value: str) -> str:
    return "".join(character for character in value if character >= " " and character != "\x7f")


def _folded(line: str) -> str:
    """The line cut where it is too long, never inside a character."""
    pieces, length = [""], 0
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if length + size > _OCTETS:
            pieces.append("")
            length = 1  # the blank that begins a continuation
        pieces[-1] += character
        length += size
    return "\r\n ".join(pieces)
