import pytest

from indexer.sources.spip.addresses import Addresses
from indexer.sources.spip.site import Event, SpipSite

DAY = Event("2026-11-25", "2026-11-25", "Lomé", ())
HOURS = Event("2026-12-01 14:00:00", "2026-12-01 16:00:00", "En ligne", ())
WITHOUT_END = Event("2026-12-10", "", "Lyon", ())


@pytest.mark.parametrize(
    ("now", "event"),
    [
        ("2026-11-25 09:00:00", DAY),
        ("2026-11-25 23:59:59", DAY),
        ("2026-11-26 00:00:00", HOURS),
        ("2026-12-01 15:59:59", HOURS),
        ("2026-12-01 16:00:01", WITHOUT_END),
        ("2026-12-11 00:00:00", WITHOUT_END),
    ],
)
def test_an_article_has_its_next_event_and_one_of_whole_days_lasts_until_its_last_evening(now: str, event: Event) -> None:
    site = SpipSite("fr", False, Addresses("https://portail.example", "page", {}), events={1: [DAY, HOURS, WITHOUT_END]})
    assert site.event_of(1, now) == event
    assert site.event_of(2, now) is None


LATER = Event("2026-12-01 14:00:00", "2026-12-01 16:00:00", "En ligne", ())


@pytest.mark.parametrize("end", ["0000-00-00 00:00:00", "", "2026-11-25 14:00:00"])
@pytest.mark.parametrize(("now", "is_next"), [("2026-11-25 15:30:00", True), ("2026-11-26 00:00:00", False)])
def test_a_meeting_without_an_end_lasts_until_the_end_of_its_day(now: str, end: str, is_next: bool) -> None:
    meeting = Event("2026-11-25 14:00:00", end, "Lomé", ())
    site = SpipSite("fr", False, Addresses("https://portail.example", "page", {}), events={1: [meeting, LATER]})
    assert site.event_of(1, now) == (meeting if is_next else LATER)


def test_a_date_that_cannot_be_read_hides_no_other_event() -> None:
    broken = Event("2026-02-31 14:00:00", "", "Lomé", ())
    site = SpipSite("fr", False, Addresses("https://portail.example", "page", {}), events={1: [broken, LATER]})
    assert site.event_of(1, "2026-02-01 09:00:00") == LATER
