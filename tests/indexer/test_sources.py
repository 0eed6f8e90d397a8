import sys
from pathlib import Path

import pytest

from indexer.sources import open_all, open_sources
from search.errors import SourceUnreadable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.jsonl", "c.tsv", "d.ndjson.gz", "notes.txt"):
        (tmp_path / name).write_text("")
    return tmp_path


def names(spec: object) -> list[str]:
    return [source.name for source in open_sources(str(spec))]


def test_a_file_is_opened_by_its_suffix_or_by_its_scheme(folder: Path) -> None:
    assert names(folder / "b.csv") == ["b.csv"]
    assert names(folder / "d.ndjson.gz") == ["d.ndjson.gz"]
    assert names(f"csv:{folder / 'notes.txt'}") == names(f"jsonl:{folder / 'notes.txt'}") == ["notes.txt"]


def test_a_folder_stands_for_its_files_in_order(folder: Path) -> None:
    assert names(folder) == ["a.jsonl", "b.csv", "c.tsv", "d.ndjson.gz"]


def test_a_test_collection_stands_for_its_documents_only(folder: Path) -> None:
    (folder / "docs.jsonl.gz").write_text("")
    assert names(folder) == ["docs.jsonl.gz"]


def test_a_source_without_a_known_form_names_those_that_are(folder: Path) -> None:
    (folder / "vide").mkdir()
    for spec in (folder / "notes.txt", folder / "absent.csv", f"csv:{folder / 'absent.csv'}", folder / "vide", "ftp:x", ""):
        if spec:
            with pytest.raises(SourceUnreadable) as refused:
                open_sources(str(spec))
            assert "Formes connues" in refused.value.remedy


def test_a_file_whose_name_is_not_utf8_has_a_name_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "agenda_\udce9t\udce9.csv"
    try:
        path.write_text("id;titre\n1;Un\n")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes UTF-8 names only")
    assert names(path) == ["agenda_\ufffdt\ufffd.csv"]


def test_a_table_of_options_names_its_type_and_its_source(folder: Path) -> None:
    [source] = open_sources({"type": "csv", "location": str(folder / "notes.txt"), "name": "partenaires"})
    assert source.name == "partenaires"


@pytest.mark.parametrize(
    "table",
    [
        {"location": "a.csv"},
        {"type": "gopher", "location": "a"},
        {"type": "csv"},
        {"type": "csv", "location": "b.csv", "couleur": "bleu"},
        {"type": "spip", "location": "b.sqlite", "prefix": 3},
    ],
)
def test_a_wrong_table_says_what_is_wrong_with_it(folder: Path, table: dict[str, object]) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        open_sources(table)
    assert refused.value.remedy


def test_sources_of_one_name_bear_their_place_too_and_else_a_number(folder: Path) -> None:
    for name in ("un", "deux"):
        (folder / name).mkdir()
        (folder / name / "docs.jsonl").write_text("")
    specs = [str(folder / "un"), str(folder / "b.csv"), str(folder / "deux"), str(folder / "b.csv")]
    assert [source.name for source in open_all(specs, folder)] == ["docs.jsonl (un)", "b.csv", "docs.jsonl (deux)", "b.csv (2)"]


def test_a_source_whose_libraries_are_absent_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for name in [name for name in sys.modules if name.startswith("indexer.sources.spip")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(SourceUnreadable, match="bibliothèques absentes") as refused:
        open_sources("spip:site.sqlite")
    assert "trouvaille[spip]" in refused.value.remedy


def test_passwords_of_addresses_are_not_shown() -> None:
    table = {"type": "spip", "location": "mysql://lecteur:s3cret@localhost/portail", "couleur": "bleu"}
    with pytest.raises(SourceUnreadable) as refused:
        open_sources(table)
    assert "s3cret" not in str(refused.value)
    assert "couleur" in str(refused.value)
    tables = [{"type": "spip", "location": "mysql://lecteur:s3cret@localhost"}] * 2
    assert [source.name for source in open_all(tables, Path())] == ["localhost/ (…@localhost)", "localhost/ (…@localhost) (2)"]
