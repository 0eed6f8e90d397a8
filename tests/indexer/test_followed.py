from pathlib import Path

import pytest

from indexer.sources.followed import local_path, looks_of


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("contenus.csv", Path("contenus.csv")),
        ("csv:exports/contenus.csv", Path("exports/contenus.csv")),
        ({"type": "files", "location": "documents"}, Path("documents")),
        ("spip:site.sqlite", Path("site.sqlite")),
        ("site:https://portail.example/", None),
        ({"type": "rss", "location": "https://portail.example/flux"}, None),
        ({"type": "spip", "location": "mysql://spip:secret@127.0.0.1/spip"}, None),
    ],
)
def test_what_is_local_is_followed(spec: str | dict[str, str], path: Path | None) -> None:
    assert local_path(spec) == path


def test_a_file_looks_different_once_it_is_written_replaced_or_gone(tmp_path: Path) -> None:
    file = tmp_path / "contenus.csv"
    seen = [looks_of(file)]
    for text in ("un", "deux"):
        file.write_text(text)
        seen.append(looks_of(file))
    other = tmp_path / "autre"
    other.write_text("deux")
    other.replace(file)
    seen.append(looks_of(file))
    assert len(set(seen)) == 4
    file.unlink()
    assert looks_of(file) == ()


def test_a_folder_looks_different_once_a_file_in_it_does(tmp_path: Path) -> None:
    (tmp_path / "sous" / "dossier").mkdir(parents=True)
    before = looks_of(tmp_path)
    (tmp_path / "sous" / "dossier" / "fiche.pdf").write_bytes(b"%PDF")
    after = looks_of(tmp_path)
    assert before != after
    assert looks_of(tmp_path) == after


def test_what_sqlite_has_not_yet_put_into_its_file_counts(tmp_path: Path) -> None:
    before = looks_of(tmp_path / "spip.sqlite")
    (tmp_path / "spip.sqlite-wal").write_bytes(b"page")
    assert looks_of(tmp_path / "spip.sqlite") != before
