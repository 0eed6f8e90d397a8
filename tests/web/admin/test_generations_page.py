"""Generations in the browser, with the real command line behind the pages."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from indexer.build import build
from search.generation import MANIFEST, current_generation, generations
from tests.indexer.records import source_of
from tests.portal import ITEMS
from tests.web.admin.conftest import ADMIN, Visitor, journal_of, visitor_of

COMMAND = (sys.executable, "-P", "-m", "trouvaille")
QUERIES = '[[query]]\ntext = "jumelage"\nexpected = ["jumelage-benin"]\n'


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three generations: one that was published before, the live one, and one that is prepared."""
    portal = tmp_path_factory.mktemp("trois")
    build([source_of(ITEMS[:-1])], portal)
    build([source_of(ITEMS)], portal)
    retold = msgspec.structs.replace(ITEMS[0], title="Un titre <b>changé</b>")
    build([source_of([retold, *ITEMS[1:]])], portal, prepare=True)
    return portal


@pytest.fixture
def portal(three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # where the command line looks for settings and queries
    return Path(shutil.copytree(three, tmp_path / "data" / "portail"))


@pytest.fixture
def browser(portal: Path) -> Visitor:
    made = visitor_of(portal, replace(ADMIN, command=COMMAND, compared_by=(Path("queries.toml"),)))
    made.sign_in()
    return made


def test_all_generations_are_listed_with_what_became_of_them(browser: Visitor, portal: Path) -> None:
    page = browser.get("/admin/generations").text
    assert [page.index(name) for name in reversed(generations(portal))] == sorted(page.index(name) for name in generations(portal))
    for state in (">préparée</span>", ">publiée</span>", ">retirée</span>"):
        assert page.count(state) == 1, state


def test_a_generation_shows_what_publishing_it_would_change_then_is_published(browser: Visitor, portal: Path) -> None:
    prepared = generations(portal)[-1]
    page = browser.get(f"/admin/generations/{prepared}").text
    assert "Un titre &lt;b&gt;changé&lt;/b&gt;" in page
    assert "n’ont rien à y redire" in page
    done = browser.act(f"/admin/generations/{prepared}/publier")
    assert f"La génération {prepared} est publiée." in done.text
    assert current_generation(portal) == prepared
    assert browser.get("/ready").json()["generation"] == prepared
    entry = journal_of(portal)[0]
    assert (entry.who, entry.action, entry.target, entry.outcome) == ("jeton", "Publication", prepared, "fait")
    again = browser.act(f"/admin/generations/{prepared}/publier")
    assert again.status_code == 409
    assert "déjà publiée" in again.text
    assert journal_of(portal)[0].outcome == "échec"


def test_what_the_checks_object_to_is_published_only_by_who_has_read_it(browser: Visitor, portal: Path, tmp_path: Path) -> None:
    first, live, _ = generations(portal)
    assert "n’ont rien à y redire" in browser.get(f"/admin/generations/{first}").text
    (tmp_path / "queries.toml").write_text(QUERIES.replace("jumelage-benin", ITEMS[-1].id), "utf-8")
    page = browser.get(f"/admin/generations/{first}").text
    assert "Les vérifications s’y opposent" in page
    assert "1 contenu(s) attendu(s) manquent" in page
    refused = browser.act(f"/admin/generations/{first}/publier")
    assert refused.status_code == 409
    assert "publier quand même" in refused.text
    assert current_generation(portal) == live
    assert browser.act(f"/admin/generations/{first}/publier", malgre="oui").status_code == 200
    assert current_generation(portal) == first


def test_going_back_goes_where_the_page_said_or_nowhere(browser: Visitor, portal: Path) -> None:
    first, live, _ = generations(portal)
    assert f'name="vers" value="{first}"' in browser.get("/admin/generations").text
    assert browser.act("/admin/generations/retour", vers=live).status_code == 409
    assert current_generation(portal) == live
    done = browser.act("/admin/generations/retour", vers=first)
    assert f"{first} est de nouveau publiée" in done.text
    assert current_generation(portal) == first
    assert browser.act("/admin/generations/retour", vers=first).status_code == 503  # nothing precedes it
    assert 'name="vers"' not in browser.get("/admin/generations").text


def test_tidying_up_never_deletes_what_is_live(browser: Visitor, portal: Path) -> None:
    _, live, prepared = generations(portal)
    for wrong in ("0", "-1", "deux", "", "1000"):
        assert browser.act("/admin/generations/menage", garder=wrong).status_code == 400
    assert "1\u00a0génération supprimée" in browser.act("/admin/generations/menage", garder="1").text
    assert generations(portal) == [live, prepared]


@pytest.mark.parametrize("name", ["inconnue", "..", ".admin", "%2e%2e"])
def test_there_is_no_page_of_what_is_no_generation(browser: Visitor, portal: Path, name: str) -> None:
    assert browser.get(f"/admin/generations/{name}").status_code in {200, 404}
    assert browser.act(f"/admin/generations/{name}/publier").status_code == 404
    assert current_generation(portal) == generations(portal)[1]


def test_a_damaged_generation_is_shown_as_what_it_is(browser: Visitor, portal: Path) -> None:
    prepared = generations(portal)[-1]
    (portal / prepared / MANIFEST).write_text("{")
    assert "Génération illisible" in browser.get("/admin/generations").text
    page = browser.get(f"/admin/generations/{prepared}").text
    assert "manifeste de cette génération est illisible" in page
    assert browser.act(f"/admin/generations/{prepared}/publier").status_code == 409


def test_a_good_generation_replaces_a_live_one_that_no_version_opens_any_more(browser: Visitor, portal: Path) -> None:
    smaller, live, _ = generations(portal)
    manifest = msgspec.json.decode((portal / live / MANIFEST).read_bytes())
    (portal / live / MANIFEST).write_bytes(msgspec.json.encode(manifest | {"analysis": "d’une autre version"}))
    assert "n’ont rien à y redire" in browser.get(f"/admin/generations/{smaller}").text
    assert browser.act(f"/admin/generations/{smaller}/publier").status_code == 200
    assert current_generation(portal) == smaller


def test_a_generation_that_cannot_be_compared_is_published_by_who_has_read_it(
    browser: Visitor, portal: Path, tmp_path: Path
) -> None:
    prepared = generations(portal)[-1]
    (tmp_path / "queries.toml").write_text("illisible", "utf-8")
    page = browser.get(f"/admin/generations/{prepared}").text
    assert 'name="malgre"' in page
    refused = browser.act(f"/admin/generations/{prepared}/publier")
    assert (refused.status_code, current_generation(portal)) == (409, generations(portal)[1])
    assert browser.act(f"/admin/generations/{prepared}/publier", malgre="oui").status_code == 200
    assert current_generation(portal) == prepared


def test_comparisons_of_generations_that_are_gone_are_forgotten(browser: Visitor, portal: Path) -> None:
    first, _, prepared = generations(portal)
    browser.get(f"/admin/generations/{first}")
    shutil.rmtree(portal / first)
    browser.get(f"/admin/generations/{prepared}")
    kept = [path.name.partition("--")[0] for path in (portal / ".admin" / "comparisons").iterdir()]
    assert kept == [prepared]


def test_a_portal_that_has_published_nothing_says_what_to_do(tmp_path: Path) -> None:
    browser = visitor_of(tmp_path / "vide")
    browser.sign_in()
    assert "Lancez une construction" in browser.get("/admin/generations").text
    assert "Aucun contenu n’est servi" in browser.get("/admin").text
