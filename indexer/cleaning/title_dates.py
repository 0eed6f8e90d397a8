"""When an event takes place, as its title says: "le 26 mai 2025", "du 3 au 5 juin", "les 3 et 4 juin"."""

import re
from datetime import date

from indexer.dates import moment
from search.analysis import fold_value

_MONTH = r"(?P<month>janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_DAY = r"(\d{1,2})(?:er)?"
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
_RANGE = re.compile(
    rf"\b(?:du|des|les|le) {_WEEKDAY}{_DAY}(?: (?P<first_month>[a-z]+))?(?: (?P<first_year>\d{{4}}))?"
    rf" (?:au|et|a) {_WEEKDAY}{_DAY} {_MONTH}\b(?: (?P<year>\d{{4}}))?"
)
_SINGLE = re.compile(rf"\b{_WEEKDAY}{_DAY} {_MONTH}\b(?: (?P<year>\d{{4}}))?")


def days_in_title(title: str, published: str) -> tuple[str, str]:
    """First and last day, ISO, or two empty texts. Without a year it is the first such day from the publication on."""
    text = " ".join(re.sub(r"[^\w]+", " ", fold_value(title)).split())
    if found := _RANGE.search(text):
        last = _day(found[4], found["month"], found["year"], published)
        days = (_day(found[1], found["first_month"] or found["month"], year, published) for year in _first_years(found, last))
        first = next((day for day in days if day and day <= last), "")
        return (first, last) if first else ("", "")
    if found := _SINGLE.search(text):
        day = _day(found[1], found["month"], found["year"], published)
        return day, day
    return "", ""


def _first_years(found: re.Match[str], last: str) -> list[str]:
    """The years that the first day may be of: its own, else the last day's, or between two months the one before too."""
    if found["first_year"]:
        return [found["first_year"]]
    if not last:
        return []
    before = [] if found["first_month"] in {None, found["month"]} else [f"{int(last[:4]) - 1:04}"]
    return [last[:4], *before]


def _day(number: str, month: str, year: str | None, published: str) -> str:
    """The ISO day, or empty when there is no such day."""
    try:
        if year:
            return moment(f"{number} {month} {year}")[:10]
        if not published:
            return ""
        day = moment(f"{number} {month} {published[:4]}")[:10]
        return day if day >= published[:10] else moment(f"{number} {month} {date.fromisoformat(published[:10]).year + 1}")[:10]
    except ValueError:
        return ""
