from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from search.document import Document
from web.feeds.calendar import calendar
from web.feeds.feed import feed_of
from web.links import Links
from web.parameters import SearchParameters

BUILT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LINKS = Links(base="https://portail.example")


def written(*documents: Document) -> bytes:
    return calendar(feed_of(documents, SearchParameters(), "ics", LINKS, "Le portail", BUILT))


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def event(**values: Any) -> Document:
    return Document(**{"id": "1", "title": "Réunion", "kind": "evenement", **values})


def test_a_calendar_holds_the_events_of_a_search_and_nothing_else(client: TestClient) -> None:
    answer = client.get("/recherche.ics?q=togo")
    assert answer.headers["content-type"].startswith("text/calendar")
    (found,) = events(answer.content)
    assert found["SUMMARY"] == "Réunion du groupe-pays Togo"
    assert found["DTSTART"].dt == datetime(2026, 3, 12, 13, tzinfo=UTC)
    assert found["DTEND"].dt == datetime(2026, 3, 12, 15, tzinfo=UTC)
    assert found["LOCATION"] == "Lyon"
    assert found["UID"] == "http://testserver/contenu/reunion-togo"
    assert str(found["CATEGORIES"].to_ical(), "utf-8") == "Gouvernance locale,Togo"


def test_whole_days_end_on_the_day_after_the_last_one(client: TestClient) -> None:
    (found,) = events(client.get("/recherche.ics?q=festival").content)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 6, 5), date(2026, 6, 8))


def test_an_event_page_gives_that_event(client: TestClient) -> None:
    answer = client.get("/agenda/reunion-togo")
    assert len(events(answer.content)) == 1
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get("/agenda/eau-togo").status_code == 404
    assert client.get("/agenda/inconnu").status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends", "dates"),
    [
        ("2026-05-26T14:00:00+02:00", "", (datetime(2026, 5, 26, 12, tzinfo=UTC), None)),
        ("2026-05-26T14:00:00+02:00", "2026-05-26T14:00:00+02:00", (datetime(2026, 5, 26, 12, tzinfo=UTC), None)),
        ("2026-05-26", "", (date(2026, 5, 26), date(2026, 5, 27))),
        ("2026-05-26T14:00:00+02:00", "2026-05-28", (date(2026, 5, 26), date(2026, 5, 29))),
        ("9999-12-31", "", (date(9999, 12, 31), None)),
    ],
)
def test_start_and_end_are_of_one_type_and_in_order(starts: str, ends: str, dates: tuple[object, object]) -> None:
    (found,) = events(written(event(starts=starts, ends=ends)))
    assert (found["DTSTART"].dt, found["DTEND"].dt if "DTEND" in found else None) == dates


@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_any_text_survives_and_no_line_is_too_long(title: str, place: str) -> None:
    content = written(event(title=title, place=place, starts="2026-05-26"))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    (found,) = events(content)
    kept = "".join(character for character in " ".join(title.split()) if character >= " " and character != "\x7f")
    assert str(found["SUMMARY"]) == kept.encode("utf-8", "replace").decode()
