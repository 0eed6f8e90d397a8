from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.fields import ENDS_AT, MOMENT, TEXT_FIELDS, numbers_of, texts_of
from search.moments import normalised


def over_at(starts: str, ends: str = "") -> datetime:
    event = Document(id="a", title="Réunion", kind="evenement", starts=starts, ends=ends)
    return datetime.fromtimestamp(numbers_of(event)[ENDS_AT], UTC)


@pytest.mark.parametrize(
    ("starts", "over"),
    [
        ("2025-05-26", "2025-05-26T22:00"),
        ("2025-05-26T19:00:00+02:00", "2025-05-26T22:00"),
        ("2025-05-26T23:30:00+00:00", "2025-05-27T00:00"),
        ("2025-05-26T19:00:00-04:00", "2025-05-27T04:00"),
        ("2025-05-26T08:00:00+11:00", "2025-05-26T13:00"),
        ("9999-12-31T10:00:00+00:00", "9999-12-31T10:00"),
    ],
)
def test_an_event_without_an_end_lasts_until_midnight_where_it_is(starts: str, over: str) -> None:
    assert over_at(starts) == datetime.fromisoformat(over).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends"), [("2025-05-26T19:00:00+02:00", "2025-05-26T19:00:00+02:00"), ("2025-05-26", "2025-05-26T00:00:00+02:00")]
)
def test_an_end_that_is_the_start_says_nothing(starts: str, ends: str) -> None:
    assert over_at(starts, ends) == datetime(2025, 5, 26, 22, tzinfo=UTC)


@pytest.mark.parametrize(("ends", "over"), [("2025-05-28", "2025-05-28T22:00"), ("2025-05-26T21:00:00-04:00", "2025-05-27T01:00")])
def test_an_event_with_an_end_lasts_until_then(ends: str, over: str) -> None:
    assert over_at("2025-05-26T19:00:00-04:00", ends) == datetime.fromisoformat(over).replace(tzinfo=UTC)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=offsets))  # noqa: DTZ001 - bounds bear no zone
def test_no_event_is_over_before_it_begins(begins: datetime) -> None:
    event = Document(id="a", title="Réunion", kind="evenement", starts=normalised(begins.isoformat()))
    numbers = numbers_of(event)
    assert numbers[MOMENT] < numbers[ENDS_AT] or begins.date() == date.max


def test_the_texts_of_a_document_are_those_of_its_fields_in_their_order() -> None:
    event = Document(
        id="a", title="Réunion", summary="Des élus", body="Ils parlent.", themes=("Eau",), countries=("Togo",), place="Lomé"
    )
    for document in (event, Document(id="b", title="Réunion")):
        assert texts_of(document) == tuple(field.text_of(document) for field in TEXT_FIELDS)
