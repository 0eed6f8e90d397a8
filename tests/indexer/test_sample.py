from datetime import date
from pathlib import Path

import pytest

from indexer.source import Record
from indexer.sources.sample import SampleSource
from search.errors import SourceUnreadable

THURSDAY = date(2026, 12, 31)


def expanded(tmp_path: Path, value: str, today: date = THURSDAY) -> str:
    (tmp_path / "items.jsonl").write_text(f'{{"id":"a","value":"{value}"}}\n', "utf-8")
    (record,) = SampleSource(tmp_path, today).records()
    assert isinstance(record, Record)
    return str(record.values["value"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("J+0", "2026-12-28"),
        ("J-12", "2026-12-16"),
        ("J+16T14:00", "2027-01-13T14:00"),
        ("{{J+4}}", "1er janvier 2027"),
        ("Le {{J+16 jour}}, à Lyon", "Le mercredi 13 janvier 2027, à Lyon"),
        ("{{J+16 mois}}, {{J+16 annee}}", "janvier 2027, 2027"),
        ("J+16 au plus tard", "J+16 au plus tard"),
        ("{{J16}} {{K+3}}", "{{J16}} {{K+3}}"),
        ("2025-05-26", "2025-05-26"),
    ],
)
def test_rolling_dates_count_from_the_monday_of_the_week(tmp_path: Path, written: str, read: str) -> None:
    assert expanded(tmp_path, written) == read


def test_all_days_of_a_week_give_the_same_portal(tmp_path: Path) -> None:
    assert {expanded(tmp_path, "J+10", date(2026, 3, day)) for day in range(2, 9)} == {"2026-03-12"}
    assert expanded(tmp_path, "J+10", date(2026, 3, 9)) == "2026-03-19"


def test_a_folder_without_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="aucun fichier"):
        SampleSource(tmp_path, THURSDAY)
