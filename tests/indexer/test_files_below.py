import os
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build
from indexer.checks import Checks
from indexer.source import Unreadable
from indexer.sources.files_below import files_below
from indexer.sources.folder import FolderOptions, FolderSource
from indexer.sources.site.options import SiteOptions
from indexer.sources.site.source import SiteSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/c.txt", "a/.hidden", "z/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Bonjour")
    (tmp_path / "lost.txt").symlink_to("absent")
    (tmp_path / "link").symlink_to("a")
    return tmp_path


def close(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Has folders of these names not be opened, as on a share of the network that is away."""
    scan = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path).name in names:
            raise OSError(5, "Erreur d’entrée-sortie", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.fixture
def closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder when one of those in it cannot be opened."""
    close(monkeypatch, "a")
    return folder


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files_below(folder)[0]]


def test_files_come_in_order_without_hidden_and_lost_ones(folder: Path) -> None:
    assert names(folder) == ["a/c.txt", "b.txt", "z/d.txt"]
    assert files_below(folder)[1] == []


def test_a_folder_that_cannot_be_opened_is_told(closed: Path) -> None:
    assert names(closed) == ["b.txt", "z/d.txt"]
    *_, last = FolderSource(FolderOptions(location=str(closed))).records()
    assert isinstance(last, Unreadable)
    assert (last.where, last.code, last.hides_others, last.behind) == ("a", "dossier-ferme", True, ("a/",))


def test_a_closed_folder_keeps_what_was_in_it_and_nothing_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = FolderOptions(location=str(folder), url="https://portail.example/IMG")
    (folder / "é").mkdir()
    for name in ("b.txt", "a/c.txt", "z/d.txt", "é/f.txt"):
        (folder / name).write_text(f"Bonjour de {name}, où rien d’autre n’est dit.")
    portal = tmp_path.with_name("portail")
    assert build([FolderSource(texts)], portal).documents == 4
    (folder / "b.txt").unlink()
    close(monkeypatch, "a", "é")
    report = build([FolderSource(texts)], portal, checks=Checks(max_drop=100))
    assert (report.indexed, report.kept, report.reasons) == (1, 2, {"dossier-ferme": 2})


def test_a_folder_that_cannot_be_opened_itself_hides_all_that_it_had(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close(monkeypatch, folder.name)
    [one] = FolderSource(FolderOptions(location=str(folder))).records()
    assert isinstance(one, Unreadable)
    assert (one.where, one.code, one.hides_others, one.behind) == (folder.name, "dossier-ferme", True, ())


def test_a_folder_without_a_file_hides_those_that_it_had(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    for source in (
        FolderSource(FolderOptions(location=str(tmp_path))),
        SiteSource(SiteOptions(location=str(tmp_path)), tmp_path / "vide"),
    ):
        [one] = source.records()
        assert isinstance(one, Unreadable)
        assert (one.where, one.code, one.hides_others) == (tmp_path.name, "dossier-vide", True)


def test_a_folder_of_saved_pages_says_too_what_it_cannot_open(closed: Path) -> None:
    (closed / "page.html").write_text("<p>Bonjour</p>")
    *_, last = SiteSource(SiteOptions(location=str(closed)), closed).records()
    assert isinstance(last, Unreadable)
    assert (last.where, last.code) == ("a", "dossier-ferme")
