from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.moments import PORTAL_ZONE, end_instant, instant, is_whole_day, normalised, seconds, year


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025-05-26", "2025-05-26"),
        (" 2025-05-26 ", "2025-05-26"),
        ("20250526", "2025-05-26"),
        ("2025-W22-1", "2025-05-26"),
        ("20250526T140000", "2025-05-26T14:00:00+02:00"),
        ("2025-05-26T14:00:00+02:00", "2025-05-26T14:00:00+02:00"),
        ("2025-05-26T14:00", "2025-05-26T14:00:00+02:00"),
        ("2025-12-26 14:00:30", "2025-12-26T14:00:30+01:00"),
        ("2025-05-26T12:00:00Z", "2025-05-26T12:00:00+00:00"),
        ("2025-05-26T12:00:00.999Z", "2025-05-26T12:00:00+00:00"),
    ],
)
def test_a_moment_has_one_form_and_paris_time_where_it_names_no_zone(written: str, kept: str) -> None:
    assert normalised(written) == kept


@pytest.mark.parametrize("text", ["", "hier", "26/05/2025", "2025-02-30", "2025-13-01", "2025-05-26T25:00", "2025-05-26\x00"])
def test_what_is_not_iso_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        normalised(text)


def test_a_day_lasts_from_its_first_second_to_the_first_of_the_next() -> None:
    assert is_whole_day("2025-05-26")
    assert instant("2025-05-26") == datetime(2025, 5, 25, 22, 0, tzinfo=UTC)
    assert end_instant("2025-05-26") == datetime(2025, 5, 26, 22, 0, tzinfo=UTC)


def test_the_days_of_the_clock_change_last_twenty_three_and_twenty_five_hours() -> None:
    assert (end_instant("2025-03-30").astimezone(UTC) - instant("2025-03-30").astimezone(UTC)).total_seconds() == 23 * 3600
    assert (end_instant("2025-10-26").astimezone(UTC) - instant("2025-10-26").astimezone(UTC)).total_seconds() == 25 * 3600


def test_a_time_ends_when_it_starts() -> None:
    moment = "2025-05-26T14:00:00+02:00"
    assert not is_whole_day(moment)
    assert end_instant(moment) == instant(moment)


def test_dates_before_1970_count_backwards() -> None:
    assert seconds("1969-12-31T23:59:59+00:00") == -1
    assert seconds("1789-07-14") < seconds("1848-04-27") < 0
    assert year("1789-07-14") == "1789"


moments = st.datetimes(timezones=st.just(PORTAL_ZONE)).filter(lambda moment: 1000 < moment.year < 9999)


@given(moments)
def test_a_normalised_moment_stays_as_it_is(moment: datetime) -> None:
    kept = normalised(moment.isoformat())
    assert normalised(kept) == kept


@given(moments, moments)
def test_seconds_are_in_the_order_of_the_moments(one: datetime, other: datetime) -> None:
    first, second = (normalised(moment.isoformat()) for moment in (one, other))
    assert (seconds(first) < seconds(second)) == (instant(first) < instant(second))


def test_the_last_day_of_all_ends_without_an_error() -> None:
    assert end_instant("9999-12-31") == instant("9999-12-31")
