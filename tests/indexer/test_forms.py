from pathlib import Path

import pytest

from indexer.sources import open_sources
from search.errors import SourceUnreadable


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("flux.xml", "rss:{path}"),
        ("agenda.ICS", "ics:{path}"),
        ("contenus.json", "jsonfeed:{path}"),
        ("site.sqlite", "spip:{path}"),
        ("site.sql", "spip:mysql://"),
        ("contenus.xlsx", "CSV"),
        ("guide.pdf", "files:{folder}"),
    ],
)
def test_a_file_that_is_not_read_as_it_is_names_the_form_that_was_meant(tmp_path: Path, name: str, form: str) -> None:
    path = tmp_path / name
    path.touch()
    with pytest.raises(SourceUnreadable, match="type de fichier inconnu") as refused:
        open_sources(str(path))
    assert form.format(path=path, folder=tmp_path) in refused.value.remedy
    assert "Formes connues" in refused.value.remedy


def test_a_folder_of_documents_names_its_form(tmp_path: Path) -> None:
    (tmp_path / "guide.pdf").touch()
    with pytest.raises(SourceUnreadable) as refused:
        open_sources(str(tmp_path))
    assert f"files:{tmp_path}" in refused.value.remedy


def test_an_address_alone_must_say_what_is_there() -> None:
    with pytest.raises(SourceUnreadable) as refused:
        open_sources("https://portail.example/flux")
    assert "rss:https://portail.example/flux" in refused.value.remedy
    assert "site:https://portail.example/flux" in refused.value.remedy


def test_an_absent_file_is_a_path_to_check() -> None:
    with pytest.raises(SourceUnreadable, match="n’existe pas") as refused:
        open_sources("absent.csv")
    assert refused.value.remedy.startswith("Vérifiez le chemin.")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"type": "rsss", "location": "x"}, "Type de source inconnu : « rsss »."),
        ({"location": "x"}, "Une source n’a pas de « type »."),
        ({"type": "csv"}, "il manque « location »"),
        ({"type": "csv", "location": "x", "nom": "y"}, "« nom » est inconnu"),
    ],
)
def test_a_wrong_table_says_what_is_wrong_in_french(table: dict[str, object], said: str) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        open_sources(table)
    assert said in refused.value.message
    assert refused.value.remedy
