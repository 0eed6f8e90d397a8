import pytest

from indexer.dates import moment
from indexer.extraction.page_dates import written_date


@pytest.mark.parametrize(
    ("text", "what", "iso"),
    [
        ("Publié le 26 mai 2025", "published", "2025-05-26"),
        ("Article publié par la rédaction le lundi 26 mai 2025 à 14 h 30", "published", "2025-05-26T14:30:00+02:00"),
        ("Mis en ligne le 1er juin 2025", "published", "2025-06-01"),
        ("PUBLIÉ LE 26/05/2025", "published", "2025-05-26"),
        ("Mise à jour le 3 juin 2025", "updated", "2025-06-03"),
        ("Publié le 45 mai 2025, publié le 2 mai 2025", "published", "2025-05-02"),
    ],
)
def test_a_date_is_read_after_its_phrase(text: str, what: str, iso: str) -> None:
    assert moment(written_date(text, what)) == iso


@pytest.mark.parametrize("text", ["Le 26 mai 2025", "Publié le printemps 2025", "", "publié le 26 mai"])
def test_a_date_without_its_phrase_is_none(text: str) -> None:
    assert written_date(text, "published") == ""
