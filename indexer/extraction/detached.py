"""What a calendar tells apart of a recurring event: single occurrences, and all from one on (RFC 5545, 3.8.4.4 and 3.2.13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from indexer.extraction.clocks import like, on_clock, zone_of
from indexer.extraction.properties import Event, is_cancelled, repeats, stated, text

_INSTANCE = "RECURRENCE-ID"


@dataclass(frozen=True, slots=True)
class Detached:
    """``single``: the occurrences that events of their own stand for. ``onwards``: the events that stand for all from one on."""

    single: list[date] = field(default_factory=list)
    onwards: list[tuple[date, Event]] = field(default_factory=list)

    def occurrences(self, master: Event, days: Sequence[datetime]) -> list[tuple[Event, date]]:
        """For each day of the master, on its clock, the event that tells it and when that starts; without the single ones."""
        start = master["DTSTART"].dt
        zone = zone_of(start)
        single = {one if type(one) is date else on_clock(one, zone) for one in self.single}
        onwards = sorted(((on_clock(since, zone), event) for since, event in self.onwards), key=lambda one: one[0])
        ordinary = set(days)
        found = []
        for day in days:
            since, event = next((one for one in reversed(onwards) if one[0] <= day), (day, master))
            own = stated(event, "DTSTART") or start
            moved = day if event is master else day + (on_clock(own, zone) - since)
            names = {day, day.date(), *({moved} - ordinary)}
            if single.isdisjoint(names) and not is_cancelled(event):
                found.append((event, like(own, moved, getattr(start if isinstance(start, datetime) else own, "tzinfo", None))))
        return found


def detached(events: Iterable[Event]) -> tuple[list[Event], dict[str, Detached]]:
    """The events that stand for themselves, and what is told apart of the recurring ones by their UID."""
    known = list(events)
    recurring = {text(one, "UID") for one in known if repeats(one) and _INSTANCE not in one}
    told: dict[str, Detached] = {uid: Detached() for uid in recurring}
    whole = []
    for event in known:
        instance, uid = stated(event, _INSTANCE), text(event, "UID")
        goes_on = isinstance(instance, date) and uid in recurring and _goes_on(event)
        if goes_on:
            told[uid].onwards.append((instance, event))
        elif isinstance(instance, date) and uid in recurring:
            told[uid].single.append(instance)
        if not goes_on or is_cancelled(event):
            whole.append(event)
    return whole, told


def _goes_on(event: Event) -> bool:
    """Whether an event stands for all occurrences from its own on: it needs a start to tell theirs, and no rule of its own."""
    says_so = str(event[_INSTANCE].params.get("RANGE", "")).upper() == "THISANDFUTURE"
    return says_so and not repeats(event) and (isinstance(stated(event, "DTSTART"), date) or is_cancelled(event))
