"""Synonyms and pinned results as pages: entries, the file as text, history and undo."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from search.curation import FOLDER
from tests.web.admin.conftest import Visitor, journal_of, visitor_of

SYNONYMS = '# en tête\n[[synonym]]\nfrom = "piscine"\nto = ["marché"]\n\n[[ignored]]\nacronym = "CAN"\n'
PINS = '[[pin]]\nquery = "piscine"\nitems = ["festival", "disparu"]\n'


@pytest.fixture
def editor(own_portal: Path, tmp_path: Path) -> Iterator[Visitor]:
    with visitor_of(own_portal, synonyms=tmp_path / "synonyms.toml") as browser:
        assert browser.sign_in().status_code == 200
        yield browser


def seen(page: str) -> str:
    found = re.search(r'name="vu" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def save(browser: Visitor, path: str, content: str) -> str:
    """Sends the whole file as a browser does, with its line ends."""
    page = browser.get(path).text
    answer = browser.act(path, vu=seen(page), contenu=content.replace("\n", "\r\n"))
    return unescape(answer.text)


def total(browser: Visitor, query: str) -> int:
    return int(browser.get("/api/v1/search", params={"q": query}).json()["total"])


def test_a_file_that_is_typed_is_served_at_once_and_keeps_its_comments(editor: Visitor, own_portal: Path) -> None:
    assert "Aucun synonyme n’a encore été fait ici." in editor.get("/admin/synonymes").text
    page = save(editor, "/admin/synonymes", SYNONYMS)
    assert "piscine → marché" in page
    assert "sigle que la recherche n’explique pas" in page
    assert (own_portal / FOLDER / "synonyms.toml").read_text("utf-8") == SYNONYMS
    assert total(editor, "piscine") == 1


def test_what_is_wrong_is_told_with_its_line_and_nothing_that_was_typed_is_lost(editor: Visitor, own_portal: Path) -> None:
    wrong = SYNONYMS + '\n[[synonym]]\nterms = ["seul"]\n# un commentaire\n'
    page = save(editor, "/admin/synonymes", wrong)
    assert "synonyms.toml, ligne 9" in page
    assert "au moins deux termes" in page
    assert wrong.rstrip() in page
    assert not (own_portal / FOLDER / "synonyms.toml").exists()
    assert journal_of(own_portal)[0].outcome == "échec"


def test_an_entry_is_removed_and_brought_back(editor: Visitor, own_portal: Path) -> None:
    page = save(editor, "/admin/synonymes", SYNONYMS)
    page = unescape(editor.act("/admin/synonymes/retirer", vu=seen(page), sorte="synonym", place="0", nom="piscine → marché").text)
    assert "Retiré : piscine → marché." in page.replace("\u00a0", " ")
    assert total(editor, "piscine") == 0
    assert (own_portal / FOLDER / "synonyms.toml").read_text("utf-8").startswith("# en tête\n")
    assert "en tête" in editor.get("/admin/synonymes/versions/1").text
    editor.act("/admin/synonymes/retour", vu=seen(page), version="1")
    assert (own_portal / FOLDER / "synonyms.toml").read_text("utf-8") == SYNONYMS
    assert total(editor, "piscine") == 1
    history = editor.get("/admin/synonymes").text
    for change in ("Fichier modifié", "Retiré", "Retour à la version 1"):
        assert change in history
    assert [entry.target for entry in journal_of(own_portal)[:3]] == [f"synonyms.toml {number}" for number in (3, 2, 1)]


def test_pinned_results_are_listed_by_title_and_those_that_are_gone_are_told(editor: Visitor) -> None:
    page = save(editor, "/admin/epingles", PINS)
    assert "Festival des francophonies" in page
    assert "absent de l’index" in page
    assert total(editor, "piscine") == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(editor: Visitor, own_portal: Path) -> None:
    before = seen(editor.get("/admin/epingles").text)
    save(editor, "/admin/epingles", PINS)
    for path, fields in (
        ("/admin/epingles", {"contenu": PINS.replace("festival", "eau-togo")}),
        ("/admin/epingles/retirer", {"sorte": "pin", "place": "0", "nom": "x"}),
        ("/admin/epingles/retour", {"version": "1"}),
    ):
        refused = editor.act(path, vu=before, **fields)
        assert refused.status_code == 409, path
    assert (own_portal / FOLDER / "pins.toml").read_text("utf-8") == PINS


def test_what_was_typed_stays_in_the_editor_whatever_refuses_it(editor: Visitor, own_portal: Path) -> None:
    before = seen(editor.get("/admin/epingles").text)
    save(editor, "/admin/epingles", PINS)
    typed = PINS.replace("piscine", "longuement tapé").rstrip()
    changed = editor.act("/admin/epingles", vu=before, contenu=typed)
    expired = editor.post("/admin/epingles", data={"jeton": "ancien", "vu": before, "contenu": typed})
    shutil.rmtree(own_portal / FOLDER / "history")
    (own_portal / FOLDER / "history").touch()  # a file where the folder should be
    unwritable = editor.act("/admin/epingles", vu=seen(changed.text), contenu=typed)
    for answer, status, reason in (
        (changed, 409, "entre-temps"),
        (expired, 403, "expiré"),
        (unwritable, 409, "ne peut pas être écrit"),
    ):
        assert (answer.status_code, reason in answer.text, typed in unescape(answer.text)) == (status, True, True)
    (own_portal / FOLDER / "history").unlink()
    assert "longuement tapé" in save(editor, "/admin/epingles", typed)


def test_what_was_typed_can_be_copied_when_the_session_is_over(editor: Visitor, own_portal: Path) -> None:
    typed = PINS.replace("piscine", "longuement tapé <ici>").rstrip()
    token, before = editor.form_token(), seen(editor.get("/admin/epingles").text)
    editor.cookies.clear()
    refused = editor.post("/admin/epingles", data={"jeton": token, "vu": before, "contenu": typed})
    assert (refused.status_code, typed in unescape(refused.text), "<ici>" in refused.text) == (403, True, False)
    assert 'name="retour" value="/admin/epingles"' in refused.text
    elsewhere = editor.post("/admin/epingles", data={"contenu": typed}, headers={"Origin": "https://ailleurs.example"})
    assert "longuement tapé" not in elsewhere.text
    assert not (own_portal / FOLDER / "pins.toml").exists()


def test_a_file_that_is_wrong_by_hand_is_told_and_can_be_repaired_here(editor: Visitor, own_portal: Path) -> None:
    (own_portal / FOLDER).mkdir()
    (own_portal / FOLDER / "pins.toml").write_text('[[pin]]\nquery = "eau', "utf-8")
    assert "ligne 2" in editor.get("/admin/epingles").text
    assert "Festival" in save(editor, "/admin/epingles", PINS)
    assert "État de départ" in editor.get("/admin/epingles").text


def test_the_portals_own_synonyms_are_shown_and_not_edited(editor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "synonyms.toml").write_text('[[synonym]]\nterms = ["eau", "onde"]\n', "utf-8")
    page = editor.get("/admin/synonymes").text
    assert "eau = onde" in page
    assert "ne se modifie pas ici" in page


@pytest.mark.parametrize(
    "path", ["/admin/synonymes/versions/7", "/admin/epingles/versions/0", f"/admin/epingles/versions/{'9' * 5_000}"]
)
def test_a_version_that_is_not_there_is_a_404(editor: Visitor, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_saving_what_is_there_already_makes_no_version(editor: Visitor) -> None:
    save(editor, "/admin/epingles", PINS)
    assert "Rien n’a changé." in save(editor, "/admin/epingles", PINS)
    assert editor.get("/admin/epingles/versions/2").status_code == 404
