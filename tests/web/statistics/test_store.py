"""The store holds counts of queries above a threshold, and nothing that could name a person."""

import multiprocessing
from datetime import timedelta

import pytest

from tests.web.statistics.conftest import FIRST_DAY, NOON, Asking, first_row
from web.statistics.observations import Asked, Observations
from web.statistics.reading import known_queries
from web.statistics.settings import StatisticsSettings
from web.statistics.store import forget_everything, write


def file_bytes(settings: StatisticsSettings) -> bytes:
    """Everything that the store has on disk, its journal too."""
    return b"".join(path.read_bytes() for path in settings.file.parent.iterdir())


def shown(settings: StatisticsSettings) -> list[str]:
    return [one.text for one in known_queries(settings)]


def test_a_query_is_known_once_it_was_asked_in_five_hours_of_two_days(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("jumelage", days=(0,), hours=4)
    assert shown(settings) == []
    asking.ask("jumelage", days=(1,), hours=1)
    (known,) = known_queries(settings)
    assert (known.text, known.searches, known.hours, known.days) == ("jumelage", 5, 5, 2)
    assert known.last == FIRST_DAY + timedelta(days=1)


def test_a_hundred_times_in_one_evening_are_one_person(asking: Asking, settings: StatisticsSettings) -> None:
    for _ in range(100):
        asking.recorder.searched("Achille Talon", 0)
    asking.ask("Achille Talon", days=(0,), hours=6)
    assert shown(settings) == []
    assert b"Talon" not in file_bytes(settings)


def test_below_the_threshold_no_text_reaches_the_disk(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("Iznogoud Bagdad", hours=2)
    content = file_bytes(settings)
    for part in (b"Iznogoud", b"iznogoud", b"Bagdad", b"bagdad"):
        assert part not in content
    asking.ask("Iznogoud Bagdad", days=(2,), hours=1)
    assert b"Iznogoud Bagdad" in file_bytes(settings)


def test_two_stores_give_the_same_query_different_digests(asking: Asking, settings: StatisticsSettings) -> None:
    other = StatisticsSettings(settings.file.with_name("autre.sqlite3"))
    asking.ask("eau", days=(0,), hours=1)
    write(other, Observations({("eau", NOON // 3600): Asked(1)}))
    assert first_row(settings, "SELECT query FROM asked") != first_row(other, "SELECT query FROM asked")


def test_spellings_of_one_query_are_counted_together_and_the_most_usual_is_shown(
    asking: Asking, settings: StatisticsSettings
) -> None:
    asking.ask("cooperation decentralisee")
    asking.ask("Coopérations  décentralisées", days=(1, 2, 3))
    (known,) = known_queries(settings)
    assert (known.text, known.searches) == ("Coopérations décentralisées", 15)


def test_what_takes_several_statements_is_written_whole(settings: StatisticsSettings) -> None:
    hour, numbers = NOON // 3600, 2_000  # SQLite takes 32,766 values at a time
    texts = [f"{word} {number}" for number in range(numbers) for word in ("commune", "communes", "jumelage")]
    for day in range(2):
        hours = [hour + 24 * day + later for later in range(3)]
        searches = {(text, at): Asked(2, 1) for at in hours for text in texts}
        clicks = {(text, at, 1): 3 for at in hours for text in texts}
        write(settings, Observations(searches, clicks))
    known = {one.text.removeprefix("communes").removeprefix("commune"): one for one in known_queries(settings)}
    assert len(known) == 2 * numbers
    one = known["jumelage 7"]
    assert (one.searches, one.empty, one.hours, one.days, one.clicks) == (12, 6, 6, 2, 18)
    one = known[" 7"]  # in two spellings
    assert (one.searches, one.empty, one.hours, one.days, one.clicks) == (24, 12, 6, 2, 36)


@pytest.mark.parametrize(
    "text",
    [
        "jeanne@portail.example",
        "06 12 34 56 78",
        "1 85 05 78 006 084 36",
        "Madame, Monsieur, " * 8,
        "  ",
        "???",
        "une\x07cloche",
    ],
)
def test_addresses_numbers_letters_and_noise_are_never_counted(asking: Asking, settings: StatisticsSettings, text: str) -> None:
    asking.ask(text)
    assert shown(settings) == []
    assert not settings.file.exists() or first_row(settings, "SELECT count(*) FROM asked") == (0,)


def test_years_are_no_telephone_number(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("bilan 2024-2025")
    assert shown(settings) == ["bilan 2024-2025"]


def test_searches_without_result_are_told_apart_from_those_that_filters_emptied(
    asking: Asking, settings: StatisticsSettings
) -> None:
    asking.ask("piscine", total=0)
    asking.ask("piscine", days=(2,), total=0, is_filtered=True)
    asking.ask("piscine", days=(3,), total=4)
    (known,) = known_queries(settings)
    assert (known.searches, known.empty, known.narrowed) == (12, 9, 3)
    assert known.finds_nothing


def test_what_is_older_than_the_retention_is_gone_from_the_file(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("vieillerie")
    asking.recorder.clicked("vieillerie", 2)
    asking.recorder.write()
    asking.ask("eau", days=(settings.retention - 1, settings.retention))
    assert shown(settings) == ["eau"]  # one day of it is left, which is below the threshold
    assert b"vieillerie" not in file_bytes(settings)
    asking.ask("eau", days=(settings.retention + 1,))
    assert first_row(settings, "SELECT count(DISTINCT query) FROM asked") == (1,)
    assert first_row(settings, "SELECT count(*) FROM clicked") == (0,)


def test_a_click_counts_only_for_a_query_that_was_asked_that_day(asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("eau")
    for rank in (1, 4):
        asking.recorder.clicked("l’eau", rank)
    asking.recorder.clicked("inventée", 1)
    asking.recorder.write()
    (known,) = known_queries(settings)
    assert (known.clicks, known.rank) == (2, 2.5)
    assert first_row(settings, "SELECT count(DISTINCT query) FROM clicked") == (1,)


def write_often(settings: StatisticsSettings, days: int, times: int) -> None:
    """What one worker of a service does."""
    for number in range(times):
        day, hour = number % days, number % 5
        write(settings, Observations({("eau potable", NOON // 3600 + 24 * day + hour): Asked(1, 0, 0)}))


def test_several_processes_write_at_once_and_nothing_is_lost(settings: StatisticsSettings) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=write_often, args=(settings, 3, 60)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    (known,) = known_queries(settings)
    assert known.searches == 240
    assert known.days == 3


def test_everything_can_be_forgotten(asking: Asking, settings: StatisticsSettings) -> None:
    assert not forget_everything(settings.file)
    asking.ask("eau")
    assert forget_everything(settings.file)
    assert shown(settings) == []
    assert list(settings.file.parent.iterdir()) == []
