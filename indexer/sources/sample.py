"""The sample portal: JSON Lines whose agenda rolls with the calendar.

``J+10`` in a date counts ten days from the Monday of the week of the build; ``{{J+10}}`` in a text becomes that date in
French, ``{{J+10 jour}}`` with its weekday, ``{{J+10 mois}}`` and ``{{J+10 annee}}`` its month and year.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from indexer.source import Record, Unreadable, source_name
from indexer.sources.jsonl import JsonLinesSource
from search.errors import SourceUnreadable

_MONTHS = ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split()
_WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_DATE = re.compile(r"J(?P<days>[+-]\d+)(?P<time>T.*)?$")
_PLACEHOLDER = re.compile(r"\{\{J(?P<days>[+-]\d+)(?: (?P<form>jour|mois|annee))?\}\}")


class SampleSource:
    """The items of the sample portal's folder, as of ``today``."""

    repeats_itself = False

    def __init__(self, folder: Path, today: date) -> None:
        self.name = source_name(folder)
        self._files = sorted(folder.glob("*.jsonl"))
        if not self._files:
            raise SourceUnreadable(f"{folder} ne contient aucun fichier .jsonl.", remedy="Vérifiez le chemin.")
        self._monday = today - timedelta(days=today.weekday())

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        for path in self._files:
            for record in JsonLinesSource(path).records():
                if isinstance(record, Unreadable):
                    yield record
                else:
                    yield Record(record.where, {name: self._current(value) for name, value in record.values.items()})

    def _current(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if rolling := _DATE.match(value):
            return self._day(rolling["days"]).isoformat() + (rolling["time"] or "")
        return _PLACEHOLDER.sub(lambda found: _written(self._day(found["days"]), found["form"]), value)

    def _day(self, days: str) -> date:
        return self._monday + timedelta(days=int(days))


def _written(day: date, form: str | None) -> str:
    month = _MONTHS[day.month - 1]
    number = "1er" if day.day == 1 else str(day.day)
    forms = {
        None: f"{number} {month} {day.year}",
        "jour": f"{_WEEKDAYS[day.weekday()]} {number} {month} {day.year}",
        "mois": f"{month} {day.year}",
        "annee": str(day.year),
    }
    return forms[form]
