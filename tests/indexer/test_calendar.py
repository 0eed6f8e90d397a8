import time
from pathlib import Path
from typing import Any

import pytest

from indexer.extraction.calendars import read_events
from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.calendar import CalendarOptions, CalendarSource
from search.errors import SourceUnreadable

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//essai//FR\r\n"


def event(*lines: str, uid: str = "e1", summary: str = "Réunion du groupe-pays Togo") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT", ""])


def read(tmp_path: Path, *events: str, **options: Any) -> list[Record | Unreadable]:
    path = tmp_path / "agenda.ics"
    path.write_bytes((HEAD + "".join(events) + "END:VCALENDAR\r\n").encode())
    settings = {"as_of": "2026-01-15", "past_days": 30, "future_days": 60, "name": "agenda"} | options
    return list(CalendarSource(CalendarOptions(location=str(path), **settings)).records())


def starts(outcomes: list[Record | Unreadable]) -> list[str]:
    return [str(one.values["starts"]) for one in outcomes if isinstance(one, Record)]


def codes(outcomes: list[Record | Unreadable]) -> list[str]:
    return [one.code for one in outcomes if isinstance(one, Unreadable)]


def test_an_event_becomes_a_record(tmp_path: Path) -> None:
    lines = ("DTSTART;TZID=Europe/Paris:20251211T140000", "DTEND;TZID=Europe/Paris:20251211T160000", "LOCATION:Lomé\\, mairie")
    [one] = read(tmp_path, event(*lines, "DESCRIPTION:L’eau\\nau Togo", "CATEGORIES:Togo,Eau", "URL:https://portail.example/e1"))
    assert isinstance(one, Record)
    document = document_of(one.values, "agenda")
    assert (document.id, document.kind, document.title) == ("e1", "evenement", "Réunion du groupe-pays Togo")
    assert (document.starts, document.ends) == ("2025-12-11T14:00:00+01:00", "2025-12-11T16:00:00+01:00")
    assert (document.place, document.body, document.themes) == ("Lomé, mairie", "L’eau\nau Togo", ("Togo", "Eau"))


def test_a_change_of_all_from_one_on_that_does_not_say_when_costs_itself_only(tmp_path: Path) -> None:
    weekly = event("DTSTART:20260105T100000", "RRULE:FREQ=WEEKLY;COUNT=4")
    broken = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T100000", summary="Nouvelle salle")
    found = read(tmp_path, weekly, broken)
    assert starts(found) == [f"2026-01-{day:02}T10:00:00" for day in (5, 12, 26)]
    assert codes(found) == ["date-invalide"]


def test_all_from_one_on_can_be_cancelled_without_saying_when(tmp_path: Path) -> None:
    weekly = event("DTSTART:20260105T100000", "RRULE:FREQ=WEEKLY;COUNT=4")
    over = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T100000", "STATUS:CANCELLED")
    found = read(tmp_path, weekly, over)
    assert (starts(found), codes(found)) == (["2026-01-05T10:00:00", "2026-01-12T10:00:00"], ["annule"])


def test_whole_days_end_on_their_last_day(tmp_path: Path) -> None:
    [one] = read(tmp_path, event("DTSTART;VALUE=DATE:20260605", "DTEND;VALUE=DATE:20260608"))
    assert isinstance(one, Record)
    assert (one.values["starts"], one.values["ends"]) == ("2026-06-05", "2026-06-07")
    [day] = read(tmp_path, event("DTSTART;VALUE=DATE:20260605", "DTEND;VALUE=DATE:20260605"))
    assert isinstance(day, Record)
    assert day.values["ends"] == "2026-06-05"


def test_other_zones_durations_and_no_end(tmp_path: Path) -> None:
    [one] = read(tmp_path, event("DTSTART:20260310T090000Z", "DURATION:PT90M"))
    assert isinstance(one, Record)
    assert (one.values["starts"], one.values["ends"]) == ("2026-03-10T09:00:00+00:00", "2026-03-10T10:30:00+00:00")
    assert starts(read(tmp_path, event("DTSTART;TZID=America/Port-au-Prince:20260210T090000"))) == ["2026-02-10T09:00:00-05:00"]
    [open_end] = read(tmp_path, event("DTSTART:20260310T090000"))
    assert isinstance(open_end, Record)
    assert "ends" not in open_end.values


def test_recurrences_stay_within_the_window_and_on_their_own_clock(tmp_path: Path) -> None:
    monthly = event("DTSTART;TZID=Europe/Paris:20250107T093000", "RRULE:FREQ=MONTHLY;BYDAY=1TU")
    found = starts(read(tmp_path, monthly, future_days=100))
    assert found == [
        "2026-01-06T09:30:00+01:00",
        "2026-02-03T09:30:00+01:00",
        "2026-03-03T09:30:00+01:00",
        "2026-04-07T09:30:00+02:00",
    ]


def test_exceptions_additions_and_moved_occurrences(tmp_path: Path) -> None:
    weekly = event(
        "DTSTART:20260105T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260202T100000",
        "EXDATE:20260112T100000",
        "RDATE:20260114T100000",
    )
    moved = event("DTSTART:20260120T150000", "RECURRENCE-ID:20260119T100000", summary="Reportée")
    outcomes = read(tmp_path, weekly, moved)
    assert sorted(starts(outcomes)) == [
        "2026-01-05T10:00:00", "2026-01-14T10:00:00", "2026-01-20T15:00:00", "2026-01-26T10:00:00", "2026-02-02T10:00:00",
    ]  # fmt: skip
    assert len({one.values["id"] for one in outcomes if isinstance(one, Record)}) == 5


def ids(outcomes: list[Record | Unreadable]) -> list[str]:
    return [str(one.values["id"]) for one in outcomes if isinstance(one, Record)]


def test_an_event_with_added_dates_only_takes_place_on_its_first_one_too(tmp_path: Path) -> None:
    added = "RDATE;TZID=Europe/Paris:20260119T180000"
    outcomes = read(tmp_path, event("DTSTART;TZID=Europe/Paris:20260112T180000", added))
    assert starts(outcomes) == ["2026-01-12T18:00:00+01:00", "2026-01-19T18:00:00+01:00"]
    without_first = "EXDATE;TZID=Europe/Paris:20260112T180000"
    outcomes = read(tmp_path, event("DTSTART;TZID=Europe/Paris:20260112T180000", added, without_first))
    assert starts(outcomes) == ["2026-01-19T18:00:00+01:00"]


@pytest.mark.parametrize("start", ["DTSTART;TZID=Europe/Paris:20260105T180000", "DTSTART:20260105T180000"])
def test_exceptions_and_moved_occurrences_may_be_told_in_universal_time(tmp_path: Path, start: str) -> None:
    weekly = event(start, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260112T170000Z")
    moved = event("DTSTART:20260120T170000Z", "RECURRENCE-ID:20260119T170000Z", summary="Reportée")
    found = starts(read(tmp_path, weekly, moved))
    assert [one[:16] for one in found] == ["2026-01-05T18:00", "2026-01-20T17:00"]


@pytest.mark.parametrize(
    ("start", "exception"),
    [
        ("DTSTART:20260105T180000", "EXDATE;VALUE=DATE:20260112"),
        ("DTSTART;VALUE=DATE:20260105", "EXDATE;VALUE=DATE:20260112"),
        ("DTSTART;VALUE=DATE:20260105", "EXDATE:20260112T000000Z"),
    ],
)
def test_an_exception_may_be_told_by_its_day(tmp_path: Path, start: str, exception: str) -> None:
    found = starts(read(tmp_path, event(start, "RRULE:FREQ=WEEKLY;COUNT=3", exception)))
    assert [one[:10] for one in found] == ["2026-01-05", "2026-01-19"]


@pytest.mark.parametrize(
    ("start", "instead"),
    [
        ("DTSTART:20260105T180000", "RECURRENCE-ID;VALUE=DATE:20260112"),
        ("DTSTART;VALUE=DATE:20260105", "RECURRENCE-ID;VALUE=DATE:20260112"),
        ("DTSTART;VALUE=DATE:20260105", "RECURRENCE-ID:20260112T000000Z"),
    ],
)
def test_an_occurrence_that_was_moved_may_be_told_by_its_day(tmp_path: Path, start: str, instead: str) -> None:
    moved = event("DTSTART:20260114T150000", instead, summary="Reportée")
    found = starts(read(tmp_path, event(start, "RRULE:FREQ=WEEKLY;COUNT=3"), moved))
    assert [one[:10] for one in found] == ["2026-01-05", "2026-01-19", "2026-01-14"]


WEEKLY = event("DTSTART;TZID=Europe/Paris:20260105T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5")


@pytest.mark.parametrize("told", ["20260119T090000Z", "20260119T100000"])
@pytest.mark.parametrize("master_is_first", [True, False])
def test_from_an_occurrence_on_all_may_change(tmp_path: Path, told: str, master_is_first: bool) -> None:
    onwards = event(
        "DTSTART;TZID=Europe/Paris:20260120T143000",
        "DURATION:PT2H",
        f"RECURRENCE-ID;RANGE=THISANDFUTURE:{told}",
        summary="Nouvelle",
    )
    outcomes = read(tmp_path, *([WEEKLY, onwards] if master_is_first else [onwards, WEEKLY]))
    found = [(one.values["starts"], one.values["ends"][11:16], one.values["title"]) for one in outcomes if isinstance(one, Record)]
    assert found == [
        ("2026-01-05T10:00:00+01:00", "11:00", "Réunion du groupe-pays Togo"),
        ("2026-01-12T10:00:00+01:00", "11:00", "Réunion du groupe-pays Togo"),
        ("2026-01-20T14:30:00+01:00", "16:30", "Nouvelle"),
        ("2026-01-27T14:30:00+01:00", "16:30", "Nouvelle"),
        ("2026-02-03T14:30:00+01:00", "16:30", "Nouvelle"),
    ]
    assert ids(outcomes)[2:] == ["e1/2026-01-20", "e1/2026-01-27", "e1/2026-02-03"]


def test_changes_from_an_occurrence_on_follow_each_other_and_leave_single_ones(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path,
        WEEKLY,
        event("DTSTART;TZID=Europe/Paris:20260126T090000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260126T090000Z", summary="Trois"),
        event("DTSTART;TZID=Europe/Paris:20260112T110000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260112T090000Z", summary="Deux"),
        event("DTSTART;TZID=Europe/Paris:20260121T180000", "RECURRENCE-ID;TZID=Europe/Paris:20260119T100000", summary="Seule"),
    )
    assert sorted((one.values["starts"][:16], one.values["title"][:7]) for one in outcomes if isinstance(one, Record)) == [
        ("2026-01-05T10:00", "Réunion"),
        ("2026-01-12T11:00", "Deux"),
        ("2026-01-21T18:00", "Seule"),
        ("2026-01-26T09:00", "Trois"),
        ("2026-02-02T09:00", "Trois"),
    ]


def test_a_single_change_may_name_the_time_that_an_earlier_change_gave_its_occurrence(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path,
        WEEKLY,
        event("DTSTART;TZID=Europe/Paris:20260119T140000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T090000Z", summary="Deux"),
        event("DTSTART;TZID=Europe/Paris:20260128T180000", "RECURRENCE-ID;TZID=Europe/Paris:20260126T140000", summary="Seule"),
    )
    assert sorted(one[:16] for one in starts(outcomes))[2:] == ["2026-01-19T14:00", "2026-01-28T18:00", "2026-02-02T14:00"]


def test_all_from_an_occurrence_on_may_be_cancelled(tmp_path: Path) -> None:
    cancelled = event(
        "DTSTART;TZID=Europe/Paris:20260119T100000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T090000Z", "STATUS:CANCELLED"
    )
    outcomes = read(tmp_path, WEEKLY, cancelled)
    assert ([one[:10] for one in starts(outcomes)], codes(outcomes)) == (["2026-01-05", "2026-01-12"], ["annule"])


def test_times_may_become_whole_days_and_whole_days_times_from_an_occurrence_on(tmp_path: Path) -> None:
    whole = event("DTSTART;VALUE=DATE:20260119", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260119")
    assert starts(read(tmp_path, WEEKLY, whole))[1:] == ["2026-01-12T10:00:00+01:00", "2026-01-19", "2026-01-26", "2026-02-02"]
    days = event("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=3")
    timed = event("DTSTART;TZID=Europe/Paris:20260112T180000", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260112")
    assert starts(read(tmp_path, days, timed)) == ["2026-01-05", "2026-01-12T18:00:00+01:00", "2026-01-19T18:00:00+01:00"]


def test_a_change_whose_event_is_not_in_the_file_is_an_event(tmp_path: Path) -> None:
    orphan = event("DTSTART:20260120T150000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260119T100000")
    assert starts(read(tmp_path, orphan)) == ["2026-01-20T15:00:00"]


@pytest.mark.parametrize("start", ["DTSTART;TZID=Europe/Paris:20260112T180000", "DTSTART:20260112T180000"])
def test_an_end_in_another_zone_is_told_on_the_clock_of_the_start(tmp_path: Path, start: str) -> None:
    [one] = read(tmp_path, event(start, "DTEND:20260112T173000Z"))
    assert isinstance(one, Record)
    document = document_of(one.values, "agenda")
    assert (document.starts, document.ends) == ("2026-01-12T18:00:00+01:00", "2026-01-12T18:30:00+01:00")


def test_two_occurrences_on_one_day_have_ids_of_their_own(tmp_path: Path) -> None:
    twice = event("DTSTART:20260105T080000", "RRULE:FREQ=DAILY;BYHOUR=8,18;COUNT=4")
    assert ids(read(tmp_path, twice)) == ["e1/2026-01-05", "e1/2026-01-05T18:00", "e1/2026-01-06", "e1/2026-01-06T18:00"]
    weekly = event("DTSTART:20260105T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("DTSTART:20260112T150000", "RECURRENCE-ID:20260105T100000")
    assert ids(read(tmp_path, weekly, moved)) == ["e1/2026-01-12", "e1/2026-01-12T15:00"]


def test_the_same_event_twice_keeps_one_id(tmp_path: Path) -> None:
    assert ids(read(tmp_path, event("DTSTART:20260105T080000"), event("DTSTART:20260106T080000"))) == ["e1", "e1"]


@pytest.mark.parametrize("broken", ["RECURRENCE-ID", "DTEND", "DURATION", "LAST-MODIFIED", "CREATED"])
def test_a_broken_property_costs_itself_only(tmp_path: Path, broken: str) -> None:
    assert starts(read(tmp_path, event("DTSTART:20260310T090000", f"{broken}:zzz"))) == ["2026-03-10T09:00:00"]


@pytest.mark.parametrize(("broken", "code"), [("DTSTART", "date-invalide"), ("EXDATE", "evenement-illisible")])
def test_an_event_that_cannot_be_told_without_a_broken_property_is_reported(tmp_path: Path, broken: str, code: str) -> None:
    weekly = () if broken == "DTSTART" else ("DTSTART:20260105T100000", "RRULE:FREQ=WEEKLY")
    outcomes = read(tmp_path, event(*weekly, f"{broken}:zzz"), event("DTSTART:20260310T090000", uid="e2"))
    assert (codes(outcomes), starts(outcomes)) == ([code], ["2026-03-10T09:00:00"])


def test_dates_that_no_clock_shows_cost_their_event_only(tmp_path: Path) -> None:
    late = event("DTSTART:99991231T230000Z", "DURATION:P3D", uid="e9")
    path = tmp_path / "agenda.ics"
    path.write_text(HEAD + late + event("DTSTART:20260310T090000") + "END:VCALENDAR\r\n")
    found = read_events(str(path), "2026-01-01", "2026-12-31")
    assert [(one["uid"], one.get("code", "")) for one in found] == [("e9", "evenement-illisible"), ("e1", "")]


def test_cancelled_events_and_those_out_of_the_window_are_reported(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path,
        event("DTSTART:20260310T090000", "STATUS:CANCELLED"),
        event("DTSTART:20200101T090000", "RRULE:FREQ=DAILY;COUNT=3", uid="e2"),
        event(uid="e3"),
    )
    assert codes(outcomes) == ["annule", "hors-periode", "date-invalide"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    ],
)
def test_a_rule_that_never_rests_gives_its_first_day(tmp_path: Path, rule: str) -> None:
    begun = time.monotonic()
    outcomes = read(tmp_path, event("DTSTART:19700101T000000", f"RRULE:{rule}"))
    assert codes(outcomes) in (["recurrence"], ["evenement-illisible"], ["hors-periode"])
    assert time.monotonic() - begun < 20


def test_an_event_every_day_for_ever_is_bounded(tmp_path: Path) -> None:
    outcomes = read(tmp_path, event("DTSTART:19700101T000000", "RRULE:FREQ=DAILY"), past_days=2000, future_days=2000)
    assert (len(starts(outcomes)), codes(outcomes)) == (400, ["recurrence"])


def test_a_broken_event_costs_itself_only(tmp_path: Path) -> None:
    broken = "BEGIN:VEVENT\r\nUID:x\r\nBEGIN:VALARM\r\nEND:VEVENT\r\n"
    outcomes = read(tmp_path, broken, event("DTSTART:20260310T090000"))
    assert starts(outcomes) == ["2026-03-10T09:00:00"]
    assert codes(outcomes) == ["evenement-illisible"]


@pytest.mark.parametrize("cut", ["", "BEGIN:VEVENT\r\nUID:e2\r\nSUMM"])
def test_a_calendar_that_was_cut_says_that_events_are_missing(tmp_path: Path, cut: str) -> None:
    (tmp_path / "agenda.ics").write_text(HEAD + event("DTSTART:20260310T090000") + cut)
    one, missing = CalendarSource(CalendarOptions(location=str(tmp_path / "agenda.ics"))).records()
    assert isinstance(one, Record)
    assert isinstance(missing, Unreadable)
    assert (missing.code, missing.hides_others) == ("tronque", True)


def test_two_calendars_in_one_file_are_whole(tmp_path: Path) -> None:
    second = f"END:VCALENDAR\r\n{HEAD}" + event("DTSTART:20260311T090000", uid="e2")
    assert codes(read(tmp_path, event("DTSTART:20260310T090000"), second)) == []


def test_past_the_limit_events_are_reported(tmp_path: Path) -> None:
    outcomes = read(tmp_path, *(event("DTSTART:20260310T090000", uid=f"e{n}") for n in range(5)), max_items=2)
    assert (len(starts(outcomes)), codes(outcomes)) == (2, ["limite"] * 3)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"\xff\x00", b"BEGIN:VCALENDAR\r\n" * 50])
def test_what_is_no_calendar_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ics").write_bytes(content)
    with pytest.raises(SourceUnreadable) as refused:
        list(CalendarSource(CalendarOptions(location=str(tmp_path / "a.ics"))).records())
    assert refused.value.remedy
