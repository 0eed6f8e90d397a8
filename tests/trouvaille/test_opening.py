from pathlib import Path

import pytest

from search.errors import SourceUnreadable
from trouvaille.opening import described, opened
from trouvaille.settings import Settings


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("exports/articles.csv", "exports/articles.csv"),
        ("spip:mysql://compte:secret@serveur/base", "spip:mysql://…@serveur/base"),
        (
            {"type": "site", "location": "https://www.portail.example", "name": "Portail"},
            "site:https://www.portail.example (Portail)",
        ),
        ({"type": "spip", "location": "mysql://compte:secret@serveur/base", "token": "secret"}, "spip:mysql://…@serveur/base"),
        ({}, "?:?"),
    ],
)
def test_a_source_is_described_without_its_secrets(source: str | dict[str, str], words: str) -> None:
    assert described(source) == words


def test_without_a_source_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="Aucune source"):
        opened(None, Settings(data=str(tmp_path)))
