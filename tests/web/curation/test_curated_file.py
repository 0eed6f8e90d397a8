"""No save is lost, none overwrites what nobody saw, and every version can come back."""

import multiprocessing
from pathlib import Path

import pytest

from search.errors import SynonymsInvalid
from web.curation.curated_file import BY_HAND, FIRST, ChangedMeanwhile, CuratedFile, CurationUnwritable, curated_synonyms
from web.curation.editing import with_synonym

ONE = with_synonym("", ["eau", "onde"])
TWO = with_synonym(ONE, ["prix", "concours"])


@pytest.fixture
def file(tmp_path: Path) -> CuratedFile:
    return curated_synonyms(tmp_path)


def changes(file: CuratedFile) -> list[tuple[str, str]]:
    return [(version.author, version.change) for version in file.versions.latest(10)]


def test_a_save_writes_the_file_and_keeps_the_version_with_its_author(file: CuratedFile) -> None:
    assert (file.content(), file.versions.latest(5)) == ("", [])
    version = file.save(ONE, "Awa", "ajout", file.state())
    assert file.path.read_text("utf-8") == file.content() == version.content == ONE
    assert (version.number, version.author) == (1, "Awa")
    assert version.saved.endswith("+00:00")


def test_undoing_is_a_save_too(file: CuratedFile) -> None:
    file.save(ONE, "Awa", "ajout", file.state())
    file.save(TWO, "Koffi", "autre ajout", file.state())
    first = file.versions.get(1)
    assert first is not None
    file.save(first.content, "Awa", "retour", file.state())
    assert file.content() == ONE
    assert changes(file) == [("Awa", "retour"), ("Koffi", "autre ajout"), ("Awa", "ajout")]


def test_what_was_there_before_and_what_is_changed_by_hand_become_versions(file: CuratedFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_text(ONE, "utf-8")
    file.save(TWO, "Awa", "ajout", file.state())
    file.path.write_text(ONE + "# à la main\n", "utf-8")
    file.save(TWO, "Awa", "encore", file.state())
    assert changes(file) == [("Awa", "encore"), ("", BY_HAND), ("Awa", "ajout"), ("", FIRST)]
    by_hand = file.versions.get(3)
    assert by_hand is not None
    assert by_hand.content == ONE + "# à la main\n"


def test_a_file_that_somebody_else_saved_is_not_overwritten(file: CuratedFile) -> None:
    seen = file.state()
    file.save(ONE, "Koffi", "ajout", seen)
    with pytest.raises(ChangedMeanwhile, match="par Koffi entre-temps"):
        file.save(TWO, "Awa", "ajout", seen)
    assert file.content() == ONE
    assert len(changes(file)) == 1


def test_what_is_wrong_is_not_saved(file: CuratedFile) -> None:
    with pytest.raises(SynonymsInvalid, match="ligne 2"):
        file.save('\n[[synonym]]\nterms = ["a"]', "Awa", "ajout", file.state())
    assert not file.path.exists()


def test_a_disk_that_refuses_is_told_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "curation").write_text("a file where the folder should be")
    file = curated_synonyms(tmp_path)
    with pytest.raises(CurationUnwritable, match="rien n’a changé"):
        file.save(ONE, "Awa", "ajout", file.state() if file.path.exists() else "e3b0c44298fc1c14")


def save_until_done(portal: Path, author: str) -> None:
    """What one of several administrators does: tries again with what it now sees."""
    file = curated_synonyms(portal)
    for number in range(15):
        while True:
            seen = file.state()
            try:
                file.save(with_synonym(file.content(), [f"{author}{number}", "eau"]), author, "ajout", seen)
                break
            except ChangedMeanwhile:
                continue


def test_saves_at_the_same_time_lose_nothing(file: CuratedFile, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=save_until_done, args=(tmp_path, author)) for author in ("awa", "koffi", "lea")]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
        assert one.exitcode == 0
    assert file.content().count("[[synonym]]") == 45
    assert file.versions.numbers() == list(range(45, 0, -1))
