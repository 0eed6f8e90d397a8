"""The events of an iCalendar file (RFC 5545), recurrences expanded within a window. Runs in the bounded process."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from indexer.extraction.clocks import end_of, on_clock, zone_of
from indexer.extraction.detached import Detached, detached
from indexer.extraction.properties import Event, is_cancelled, listed, repeats, stated, text

MAX_OCCURRENCES = 400
"""Of one event within the window."""

_EVENT = re.compile(r"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?$", re.MULTILINE | re.DOTALL)
_BEGINNING, _END = (re.compile(rf"^{edge}:VCALENDAR\s*$", re.MULTILINE | re.IGNORECASE) for edge in ("BEGIN", "END"))
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}

Outcome = dict[str, Any]
"""Either ``{"values": …}``, the record of an occurrence, or ``{"code": …, "message": …}``, with
``hides_others`` where events are missing; both with ``uid``."""


def read_events(path: str, first: str, last: str) -> list[Outcome]:
    """The occurrences of all events; those of recurring events from the day ``first`` to the day ``last``, ISO dates."""
    outcomes: list[Outcome] = []
    content = _decoded(Path(path).read_bytes())
    events, told = detached(_events(content, outcomes))
    for event in events:
        try:
            outcomes += list(_outcomes(event, (date.fromisoformat(first), date.fromisoformat(last)), told))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            outcomes.append(_unreadable(error, text(event, "UID")))
    if _is_cut(content):
        message = "le calendrier est tronqué : il s’arrête avant sa fin, des événements manquent"
        outcomes.append({"uid": "", "code": "tronque", "message": message, "hides_others": True})
    return _told_apart(outcomes)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\0", "")


def _is_cut(text: str) -> bool:
    """Whether the file stops before its end, so that events are missing."""
    return len(_BEGINNING.findall(text)) > len(_END.findall(text))


def _events(content: str, outcomes: list[Outcome]) -> Iterator[Event]:
    """The events of the file; when it cannot be read as a whole, one by one, so that a broken one costs itself only."""
    try:
        yield from Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, KeyError, IndexError) as error:
        blocks = _EVENT.findall(content)
        if not blocks:
            raise ValueError("ce n’est pas un calendrier iCalendar") from error
        zones = "\n".join(re.findall(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$", content, re.MULTILINE | re.DOTALL))
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


def _outcomes(event: Event, window: tuple[date, date], told: dict[str, Detached]) -> Iterator[Outcome]:
    uid, start = text(event, "UID"), stated(event, "DTSTART")
    if is_cancelled(event):
        yield {"uid": uid, "code": "annule", "message": f"événement annulé : {text(event, 'SUMMARY')}"}
    elif not isinstance(start, date):
        yield {"uid": uid, "code": "date-invalide", "message": "pas de début lisible (DTSTART)"}
    elif not repeats(event):
        suffix = f"/{start:%Y-%m-%d}" if "RECURRENCE-ID" in event else ""
        yield {"uid": uid, "values": _values(event, start, uid + suffix)}
    else:
        yield from _repeated(event, uid, window, Detached() if "RECURRENCE-ID" in event else told[uid])


def _repeated(event: Event, uid: str, window: tuple[date, date], told: Detached) -> Iterator[Outcome]:
    days, problem = _starts(event, window)
    kept = told.occurrences(event, days)
    for teller, start in kept[:MAX_OCCURRENCES]:
        yield {"uid": uid, "values": _values(teller, start, f"{uid}/{start:%Y-%m-%d}")}
    if problem:
        yield {"uid": uid, "code": "recurrence", "message": problem}
    elif len(days) > MAX_OCCURRENCES:
        yield {"uid": uid, "code": "recurrence", "message": f"plus de {MAX_OCCURRENCES} occurrences : les premières sont gardées"}
    elif not kept:
        yield {"uid": uid, "code": "hors-periode", "message": f"aucune occurrence du {window[0]} au {window[1]}"}


def _starts(event: Event, window: tuple[date, date]) -> tuple[list[datetime], str]:
    """When the occurrences start, on the event's own clock, and what was wrong with its rule."""
    zone = zone_of(event["DTSTART"].dt)
    start = on_clock(event["DTSTART"].dt, zone)
    first, last = datetime.combine(window[0], time()), datetime.combine(window[1], time.max)
    left_out = {day if type(day) is date else on_clock(day, zone) for day in _days(event, "EXDATE")}
    starts = {on_clock(day, zone) for day in _days(event, "RDATE")}
    problem = ""
    if "RRULE" not in event:
        starts.add(start)
    for rule in listed(event.get("RRULE")):
        try:
            until = min([last, *(end_of(day, zone) for day in rule.get("UNTIL", ()))])
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
    categories = [str(one) for several in listed(event.get("CATEGORIES")) for one in getattr(several, "cats", [several])]
    return {
        "id": identifier,
        "url": text(event, "URL"),
        "kind": "evenement",
        "title": text(event, "SUMMARY"),
        "body": text(event, "DESCRIPTION"),
        "themes": categories,
        "place": text(event, "LOCATION"),
        "starts": start.isoformat(),
        **({"ends": ends} if ends else {}),
        "updated": _stamp(event, "LAST-MODIFIED"),
        "published": _stamp(event, "CREATED"),
    }


def _end(event: Event, start: date) -> str:
    """The end of the occurrence that starts then; the end of whole days is their last one (the file names the day after)."""
    first = event["DTSTART"].dt
    end, length = stated(event, "DTEND"), stated(event, "DURATION")
    if isinstance(end, type(first)):
        length = on_clock(end, zone_of(first)) - on_clock(first, zone_of(first))
    elif not isinstance(length, timedelta):
        return ""
    if isinstance(start, datetime):
        return (start + length).isoformat()
    return (start + max(length - timedelta(days=1), timedelta())).isoformat()


def _stamp(event: Event, name: str) -> str:
    moment = stated(event, name)
    return moment.isoformat() if isinstance(moment, date) else ""


def _days(event: Event, name: str) -> Iterator[date]:
    for several in listed(event.get(name)):
        for one in getattr(several, "dts", ()):
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt
