"""Dates as French portals write them, turned into the ISO texts of ``search.moments``."""

import re

from search.analysis import fold_value
from search.moments import normalised

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[ T]+(?:a )?(?P<hour>\d{1,2})(?:(?: ?[:h] ?| )(?P<minute>\d{2}))?(?:[: ](?P<second>\d{2}))?(?: ?h)?)?"
_NUMERIC = re.compile(rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}}){_TIME}$")
_WORDS = re.compile(
    rf"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?:le )?"
    rf"(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<name>[a-z]+) (?P<year>\d{{4}}){_TIME}$"
)
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?(?:[ T]00:00(?::00)?)?$")


def moment(text: str) -> str:
    """The ISO text of a date such as ``26/05/2025 14:30``, ``1er juin 2025``, ``mai 2025``, ``2025-05-26T14:00:00+02:00``.

    A date that names only its month or its year counts from their first day. ``0000-00-00`` and the year 9999 are
    no dates at all, hence empty. Two digits of a year are 1970 to 2069. Raises ValueError for anything else.
    """
    iso = _moment(text)
    return "" if iso.startswith("9999") else iso


def _moment(text: str) -> str:
    text = " ".join(text.split())
    if not text or text.startswith("0000-00-00"):
        return ""
    if partial := _PARTIAL.match(text):
        return _day(partial["year"], _at_least_one(partial["month"]), _at_least_one(partial["day"]))
    if numeric := _NUMERIC.match(text.replace("à", "a")):
        return normalised(_day(_full_year(numeric["year"]), numeric["month"], numeric["day"]) + _clock(numeric))
    if (words := _WORDS.match(fold_value(text))) and words["name"] in _MONTHS:
        return normalised(_day(words["year"], _MONTHS[words["name"]], words["day"] or 1) + _clock(words))
    return normalised(text)


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 70 else f"19{year}"


def _at_least_one(number: str | None) -> int:
    return max(1, int(number or 1))


def _day(year: str, month: int | str, day: int | str) -> str:
    return normalised(f"{year}-{int(month):02}-{int(day):02}")


def _clock(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    return f"T{int(match['hour']):02}:{match['minute'] or '00'}:{match['second'] or '00'}"
