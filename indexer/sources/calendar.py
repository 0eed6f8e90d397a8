"""iCalendar files and addresses."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from indexer.extraction.bounded import BoundedWorker, ExtractionFailed
from indexer.fetching.client import Limits
from indexer.fetching.location import read_location
from indexer.source import Record, Unreadable
from indexer.sources.options import Options
from search.errors import SourceUnreadable
from search.moments import PORTAL_ZONE


class CalendarOptions(Options, frozen=True, kw_only=True):
    """``location``: an address or a file.

    Recurring events are expanded from ``past_days`` before ``as_of`` to ``future_days`` after it; reading may take ``seconds``.
    """

    past_days: int = 366
    future_days: int = 366
    as_of: str = ""
    max_items: int = 10_000
    max_bytes: int = 100 << 20
    seconds: float = 60.0
    allow_private: bool = False


class CalendarSource:
    """The events of a calendar: one record for each occurrence."""

    repeats_itself = False

    def __init__(self, options: CalendarOptions) -> None:
        self._options = options
        self.name = options.label
        try:
            today = date.fromisoformat(options.as_of[:10]) if options.as_of else datetime.now(PORTAL_ZONE).date()
        except ValueError as error:
            raise SourceUnreadable(f"Date « as_of » illisible : {options.as_of}.", remedy="Exemple : 2026-01-15.") from error
        self._window = (today - timedelta(days=options.past_days), today + timedelta(days=options.future_days))

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        limits = Limits(bytes=self._options.max_bytes, allow_private=self._options.allow_private)
        data = read_location(self._options.location, limits).data
        with tempfile.NamedTemporaryFile(suffix=".ics") as file, BoundedWorker(seconds=self._options.seconds) as worker:
            Path(file.name).write_bytes(data)
            arguments = (file.name, *(day.isoformat() for day in self._window))
            try:
                outcomes = worker.call("indexer.extraction.calendars:read_events", *arguments)
            except ExtractionFailed as error:
                raise SourceUnreadable(
                    f"{self.name} : calendrier illisible ({error.message}).", remedy="Vérifiez l’adresse."
                ) from error
        for number, outcome in enumerate(outcomes, start=1):
            where = f"{self.name}, événement {number}" + (f" ({outcome['uid'][:100]})" if outcome["uid"] else "")
            if "code" in outcome:
                yield Unreadable(where, outcome["code"], outcome["message"], hides_others=outcome.get("hides_others", False))
            elif number > self._options.max_items:
                yield Unreadable(where, "limite", f"au-delà des {self._options.max_items} premiers événements")
            else:
                yield Record(where, outcome["values"])
