from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import moment
from search.moments import PORTAL_ZONE, instant


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("26/05/2025", "2025-05-26"),
        ("1/6/2025", "2025-06-01"),
        ("26-05-2025", "2025-05-26"),
        ("26.05.2025", "2025-05-26"),
        ("26/05/25", "2025-05-26"),
        ("05/09/98", "1998-09-05"),
        ("26/05/2025 14:30", "2025-05-26T14:30:00+02:00"),
        ("26/05/2025 14:30:15", "2025-05-26T14:30:15+02:00"),
        ("26/05/2025 à 14h30", "2025-05-26T14:30:00+02:00"),
        ("26/05/2025 à 9h", "2025-05-26T09:00:00+02:00"),
        ("26 mai 2025", "2025-05-26"),
        ("26 MAI 2025", "2025-05-26"),
        ("26\u00a0mai\u00a02025", "2025-05-26"),
        ("  26   mai 2025 ", "2025-05-26"),
        ("1er juin 2025", "2025-06-01"),
        ("le 1er juin 2025", "2025-06-01"),
        ("lundi 26 mai 2025", "2025-05-26"),
        ("Jeudi 10 décembre 2026", "2026-12-10"),
        ("10 decembre 2026", "2026-12-10"),
        ("15 août 2024", "2024-08-15"),
        ("29 févr. 2024", "2024-02-29"),
        ("3 janv. 2024", "2024-01-03"),
        ("12 sept. 2023", "2023-09-12"),
        ("26 mai 2025 à 14h30", "2025-05-26T14:30:00+02:00"),
        ("26 mai 2025 à 14 h 30", "2025-05-26T14:30:00+02:00"),
        ("26 mai 2025, 14 h", "2025-05-26T14:00:00+02:00"),
        ("26 décembre 2025 à 8h05", "2025-12-26T08:05:00+01:00"),
        ("mai 2025", "2025-05-01"),
        ("Août 2024", "2024-08-01"),
        ("2025", "2025-01-01"),
        ("2025-05", "2025-05-01"),
        ("2025-05-26", "2025-05-26"),
        ("20250526", "2025-05-26"),
        ("2025-05-00", "2025-05-01"),
        ("2025-00-00", "2025-01-01"),
        ("2025-05-26 00:00:00", "2025-05-26"),
        ("2025-05-26 14:00:00", "2025-05-26T14:00:00+02:00"),
        ("2025-05-26T14:00:00+02:00", "2025-05-26T14:00:00+02:00"),
        ("2025-05-26T12:00:00Z", "2025-05-26T12:00:00+00:00"),
    ],
)
def test_a_date_is_understood_as_french_portals_write_it(written: str, iso: str) -> None:
    assert moment(written) == iso


@pytest.mark.parametrize("written", ["", "   ", "0000-00-00", "0000-00-00 00:00:00", "9999-12-31", "31/12/9999"])
def test_a_date_that_means_none_is_none(written: str) -> None:
    assert moment(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "hier",
        "prochainement",
        "31/02/2025",
        "32/01/2025",
        "26/13/2025",
        "05/26/2025",
        "29 février 2025",
        "26 floréal 2025",
        "26 mai",
        "du 26 au 28 mai 2025",
        "2025-02-30",
        "26/05/2025 25:00",
        "26 mai 2025 à 14h75",
        "1748217600",
        "26/05/2025; DROP TABLE",
        "é" * 5000,
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(written)


moments = st.datetimes(timezones=st.just(PORTAL_ZONE), allow_imaginary=False).filter(
    lambda one: 1000 <= one.year < 9999 and not one.fold
)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@given(moments)
def test_every_way_of_writing_a_minute_gives_the_same_moment(one: datetime) -> None:
    expected = one.replace(second=0, microsecond=0).isoformat()
    name = MONTHS[one.month - 1]
    assert moment(f"{one:%d/%m}/{one.year} {one:%H:%M}") == expected
    assert moment(f"{one.day} {name} {one.year} à {one.hour}h{one:%M}") == expected
    assert moment(f"{one.day} {name} {one.year} à {one.hour} h {one:%M}") == expected
    assert moment(f"{one:%d/%m}/{one.year}") == one.date().isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        found = moment(text)
    except ValueError:
        return
    if found:
        instant(found)
