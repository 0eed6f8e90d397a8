"""The events of an iCalendar file (RFC 5545), recurrences expanded within a window. Runs in the bounded process."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from search.moments import PORTAL_ZONE

MAX_OCCURRENCES = 400
"""Of one event within the window."""

_EVENT = re.compile(r"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?$", re.MULTILINE | re.DOTALL)
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}

Event = Any
"""A component of icalendar, whose values have a type of their own for each property."""
Outcome = dict[str, Any]
"""Either ``{"values": …}``, the record of an occurrence, or ``{"code": …, "message": …}``; both with ``uid``."""


def read_events(path: str, first: str, last: str) -> list[Outcome]:
    """The occurrences of all events; those of recurring events from the day ``first`` to the day ``last``, ISO dates."""
    outcomes: list[Outcome] = []
    events = list(_events(Path(path).read_bytes(), outcomes))
    moved: dict[str, list[date]] = {}
    for event in events:
        if instead := _stated(event, "RECURRENCE-ID"):
            moved.setdefault(_text(event, "UID"), []).append(instead)
    for event in events:
        try:
            outcomes += list(_outcomes(event, (date.fromisoformat(first), date.fromisoformat(last)), moved))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            outcomes.append(_unreadable(error, _text(event, "UID")))
    return _told_apart(outcomes)


def _events(data: bytes, outcomes: list[Outcome]) -> Iterator[Event]:
    """The events of the file; when it cannot be read as a whole, one by one, so that a broken one costs itself only."""
    text = data.decode("utf-8-sig", "replace").replace("\0", "")
    try:
        yield from Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError) as error:
        blocks = _EVENT.findall(text)
        if not blocks:
            raise ValueError("ce n’est pas un calendrier iCalendar") from error
        zones = "\n".join(re.findall(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$", text, re.MULTILINE | re.DOTALL))
        for block in blocks:
            try:
                yield from Calendar.from_ical(f"BEGIN:VCALENDAR\n{zones}\n{block}\nEND:VCALENDAR\n").walk("VEVENT")
            except (ValueError, KeyError, IndexError) as problem:
                outcomes.append(_unreadable(problem, ""))


def _unreadable(error: Exception, uid: str) -> Outcome:
    return {"uid": uid, "code": "evenement-illisible", "message": f"événement illisible : {error}"[:300]}


def _told_apart(outcomes: list[Outcome]) -> list[Outcome]:
    """Of the occurrences of an event on one day, all but the first have their time in their ids too."""
    known: set[str] = set()
    for outcome in outcomes:
        values = outcome.get("values", {})
        if values and values["id"] in known and values["id"] != outcome["uid"]:
            values["id"] = f"{outcome['uid']}/{values['starts'][:16]}"
        known.add(values.get("id", ""))
    return outcomes


def _outcomes(event: Event, window: tuple[date, date], moved: dict[str, list[date]]) -> Iterator[Outcome]:
    uid, start = _text(event, "UID"), _stated(event, "DTSTART")
    if _text(event, "STATUS").upper() == "CANCELLED":
        yield {"uid": uid, "code": "annule", "message": f"événement annulé : {_text(event, 'SUMMARY')}"}
    elif not isinstance(start, date):
        yield {"uid": uid, "code": "date-invalide", "message": "pas de début lisible (DTSTART)"}
    elif "RRULE" not in event and "RDATE" not in event:
        suffix = f"/{start:%Y-%m-%d}" if "RECURRENCE-ID" in event else ""
        yield {"uid": uid, "values": _values(event, start, uid + suffix)}
    else:
        yield from _repeated(event, uid, window, moved.get(uid, []))


def _repeated(event: Event, uid: str, window: tuple[date, date], moved: list[date]) -> Iterator[Outcome]:
    start = event["DTSTART"].dt
    days, problem = _starts(event, window)
    elsewhere = {_on_clock(day, _zone(start)) for day in moved}
    kept = [day for day in days if day not in elsewhere]
    for day in kept[:MAX_OCCURRENCES]:
        yield {"uid": uid, "values": _values(event, _like(start, day), f"{uid}/{day:%Y-%m-%d}")}
    if problem:
        yield {"uid": uid, "code": "recurrence", "message": problem}
    elif len(days) > MAX_OCCURRENCES:
        yield {"uid": uid, "code": "recurrence", "message": f"plus de {MAX_OCCURRENCES} occurrences : les premières sont gardées"}
    elif not kept:
        yield {"uid": uid, "code": "hors-periode", "message": f"aucune occurrence du {window[0]} au {window[1]}"}


def _starts(event: Event, window: tuple[date, date]) -> tuple[list[datetime], str]:
    """When the occurrences start, on the event's own clock, and what was wrong with its rule."""
    zone = _zone(event["DTSTART"].dt)
    start = _on_clock(event["DTSTART"].dt, zone)
    first, last = datetime.combine(window[0], time()), datetime.combine(window[1], time.max)
    left_out = {day if type(day) is date else _on_clock(day, zone) for day in _days(event, "EXDATE")}
    starts = {_on_clock(day, zone) for day in _days(event, "RDATE")}
    problem = ""
    if "RRULE" not in event:
        starts.add(start)
    for rule in _listed(event.get("RRULE")):
        try:
            until = min([last, *(_end_of(day, zone) for day in rule.get("UNTIL", ()))])
            starts.update(_rule_starts(rule, start, first, until))
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            problem = f"règle de répétition non suivie ({error}) : le premier jour est gardé"
            starts.add(start)
    return sorted(day for day in starts if problem or (first <= day <= last and left_out.isdisjoint((day, day.date())))), problem


def _rule_starts(rule: Any, start: datetime, first: datetime, until: datetime) -> Iterator[datetime]:
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES or any(step < 1 for step in rule.get("INTERVAL", [1])):
        raise ValueError(f"fréquence {frequency or 'absente'}")
    parts = {name: value for name, value in (part.split("=", 1) for part in rule.to_ical().decode().split(";")) if name != "UNTIL"}
    if "COUNT" not in parts:
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
    found = 0
    for day in rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start):
        if day > until or found > MAX_OCCURRENCES:
            return
        if day >= first:
            found += 1
            yield day


def _values(event: Event, start: date, identifier: str) -> dict[str, Any]:
    ends = _end(event, start)
    categories = [str(one) for listed in _listed(event.get("CATEGORIES")) for one in getattr(listed, "cats", [listed])]
    return {
        "id": identifier,
        "url": _text(event, "URL"),
        "kind": "evenement",
        "title": _text(event, "SUMMARY"),
        "body": _text(event, "DESCRIPTION"),
        "themes": categories,
        "place": _text(event, "LOCATION"),
        "starts": start.isoformat(),
        **({"ends": ends} if ends else {}),
        "updated": _stamp(event, "LAST-MODIFIED"),
        "published": _stamp(event, "CREATED"),
    }


def _end(event: Event, start: date) -> str:
    """The end of the occurrence that starts then; the end of whole days is their last one (the file names the day after)."""
    first = event["DTSTART"].dt
    end, length = _stated(event, "DTEND"), _stated(event, "DURATION")
    if isinstance(end, type(first)):
        length = _on_clock(end, _zone(first)) - _on_clock(first, _zone(first))
    elif not isinstance(length, timedelta):
        return ""
    if isinstance(start, datetime):
        return (start + length).isoformat()
    return (start + max(length - timedelta(days=1), timedelta())).isoformat()


def _stamp(event: Event, name: str) -> str:
    moment = _stated(event, name)
    return moment.isoformat() if isinstance(moment, date) else ""


def _stated(event: Event, name: str) -> Any:
    """The date, the time or the length that a property states; None when it is absent, doubled or broken."""
    try:
        return event[name].dt
    except (KeyError, AttributeError, ValueError):
        return None


def _text(event: Event, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def _days(event: Event, name: str) -> Iterator[date]:
    for listed in _listed(event.get(name)):
        for one in getattr(listed, "dts", ()):
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _listed(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _zone(start: date) -> tzinfo | None:
    """The zone whose clock an event goes by: that of its start, the portal's when it names none; whole days have none."""
    return start.tzinfo or PORTAL_ZONE if isinstance(start, datetime) else None


def _on_clock(day: date, zone: tzinfo | None) -> datetime:
    """The moment as the clock of this zone shows it, without the zone."""
    if not isinstance(day, datetime):
        return datetime.combine(day, time())
    return (day.astimezone(zone) if day.tzinfo and zone else day).replace(tzinfo=None)


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    """The last moment of a rule on the event's own clock."""
    return _on_clock(day, zone) if isinstance(day, datetime) else datetime.combine(day, time.max)


def _like(start: date, day: datetime) -> date:
    """A start of the same sort as the first one: a whole day, or a time in its zone."""
    return day.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else day.date()
