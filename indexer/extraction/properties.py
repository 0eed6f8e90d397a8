"""The properties of an event of a calendar, whatever their number and their state."""

from collections.abc import Iterable
from typing import Any

Event = Any
"""A component of icalendar, whose values have a type of their own for each property."""


def stated(event: Event, name: str) -> Any:
    """The date, the time or the length that a property states; None when it is absent, doubled or broken."""
    try:
        return event[name].dt
    except (KeyError, AttributeError, ValueError):
        return None


def text(event: Event, name: str) -> str:
    """The text of a property, of the first one where there are several; empty without."""
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def listed(value: Any) -> Iterable[Any]:
    """The values of a property that may be absent, or several."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def repeats(event: Event) -> bool:
    """Whether an event has several occurrences."""
    return "RRULE" in event or "RDATE" in event


def is_cancelled(event: Event) -> bool:
    """Whether an event says that it does not take place."""
    return text(event, "STATUS").upper() == "CANCELLED"
