"""The workshop: what fails, why, a trial, and the repair that visitors see at once."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from search.curation import FOLDER
from tests.web.admin.conftest import Visitor, journal_of, visitor_of
from tests.web.statistics.conftest import Asking
from web.statistics.settings import FILE, StatisticsSettings


@pytest.fixture
def asking(own_portal: Path) -> Asking:
    return Asking(StatisticsSettings(own_portal / FILE))


@pytest.fixture
def workshop(own_portal: Path, tmp_path: Path) -> Iterator[Visitor]:
    """An administrator of a portal that counts queries."""
    with visitor_of(own_portal, statistics=StatisticsSettings(own_portal / FILE), synonyms=tmp_path / "synonyms.toml") as browser:
        assert browser.sign_in().status_code == 200
        yield browser


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def total(browser: Visitor, query: str) -> int:
    return int(browser.get("/api/v1/search", params={"q": query}).json()["total"])


def save(browser: Visitor, page: str) -> str:
    """Sends the form that a trial shows, as a browser would."""
    form = page[page.index('action="/admin/requetes" method="post"') :].partition("</form>")[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)}
    answer = browser.post("/admin/requetes", data=fields)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_nobody_sees_it_who_is_not_signed_in(visitor: Visitor) -> None:
    for path in ("/admin/requetes", "/admin/requetes/examen?q=eau", "/admin/synonymes", "/admin/epingles"):
        assert "Jeton d’administration" in visitor.get(path).text


def test_queries_are_listed_with_what_is_wrong_and_rare_ones_are_not(workshop: Visitor, asking: Asking) -> None:
    asking.ask("piscine", total=0)
    asking.ask("jumelaje", total=1)
    asking.ask("eau potable", total=2)
    asking.recorder.clicked("eau potable", 1)
    asking.ask("Achille Talon", days=(0,), total=0)
    shown = text_of(workshop.get("/admin/requetes").text)
    assert "Mot inconnu : piscine. Aucun contenu ne l’a" in shown
    assert "Mot inconnu : jumelaje → jumelage ?" in shown
    assert "6 recherches 6 sans résultat 0 clic trouve maintenant 0 contenu" in shown
    assert "Talon" not in shown
    failing, _, rest = shown.partition("Sans clic")
    assert "piscine" in failing
    assert "eau potable" not in failing
    unopened, _, frequent = rest.partition("Les plus fréquentes")
    assert "jumelaje" in unopened
    assert "eau potable" not in unopened
    assert "eau potable" in frequent


def test_a_synonym_is_tried_before_it_is_saved_and_then_repairs_the_query(
    workshop: Visitor, asking: Asking, own_portal: Path
) -> None:
    asking.ask("piscine", total=0)
    page = workshop.get(
        "/admin/requetes/examen", params={"q": "piscine", "quoi": "sens-unique", "terme": "piscine", "autres": "marché"}
    )
    shown = text_of(page.text)
    assert "Avant : 0 résultat Rien." in shown
    assert "Après : 1 résultat Le marché de Kpalimé en images nouveau" in shown
    assert not (own_portal / FOLDER).exists()
    assert total(workshop, "piscine") == 0
    saved = text_of(save(workshop, page.text))
    assert "Enregistré : « piscine » trouve aussi « marché »." in saved.replace("\u00a0", " ")
    assert "réparée" in saved
    assert total(workshop, "piscine") == 1
    assert "réparée" in text_of(workshop.get("/admin/requetes").text)
    (entry,) = [one for one in journal_of(own_portal) if one.action == "Curation"]
    assert (entry.who, entry.outcome, entry.target) == ("jeton", "fait", "synonyms.toml 1")


def test_a_synonym_of_no_query_in_particular_is_tried_on_its_own_term(workshop: Visitor) -> None:
    page = workshop.get("/admin/requetes/examen", params={"quoi": "synonyme", "terme": "piscine", "autres": "marché"})
    assert "Après : 1 résultat" in text_of(page.text)
    assert "piscine = marché" in text_of(save(workshop, page.text))


def test_an_acronym_is_repaired_in_one_click(workshop: Visitor) -> None:
    page = workshop.get("/admin/requetes/examen", params={"q": "bcv", "quoi": "sigle", "terme": "BCV", "autres": "un bien commun"})
    assert "Après : 1 résultat" in text_of(page.text)
    save(workshop, page.text)
    assert total(workshop, "BCV") == 1


def test_a_result_is_pinned_by_id_or_address_with_its_place_shown(workshop: Visitor) -> None:
    items = "festival\nhttps://portail.example/Jumelage-Benin"
    page = workshop.get("/admin/requetes/examen", params={"q": "togo", "quoi": "epingle", "terme": "togo", "autres": items})
    shown = text_of(page.text)
    assert "Festival des francophonies épinglé nouveau" in shown
    assert "était 1ᵉʳ" in shown
    assert "passe 3ᵉ" in shown
    save(workshop, page.text)
    hits = workshop.get("/api/v1/search?q=Togo").json()["hits"]
    assert [hit["id"] for hit in hits if hit["pinned"]] == ["festival", "jumelage-benin"]
    again = workshop.get("/admin/requetes/examen?q=togo").text
    assert ">\nfestival\njumelage-benin</textarea>" in again


def test_the_item_to_pin_is_found_by_searching(workshop: Visitor) -> None:
    page = workshop.get("/admin/requetes/examen", params={"q": "piscine", "trouver": "marché"}).text
    assert "photo-kpalime" in page
    assert 'Épingler<span class="unseen"> Le marché de Kpalimé en images' in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"quoi": "magie", "terme": "a", "autres": "b"}, "Ce choix n’existe pas."),
        ({"quoi": "synonyme", "terme": " ", "autres": "b"}, "Il manque quelque chose"),
        ({"quoi": "synonyme", "terme": "dans le", "autres": "eau"}, "trop courants"),
        ({"quoi": "epingle", "terme": "togo", "autres": "inconnu"}, "Aucun contenu n’a l’identifiant"),
        ({"quoi": "epingle", "terme": "togo", "autres": "https://ailleurs.example/"}, "Aucun contenu n’a l’adresse"),
        ({"quoi": "epingle", "terme": "???", "autres": "festival"}, "au moins un mot"),
        ({"quoi": "synonyme", "terme": "a" * 201, "autres": "eau"}, "200 caractères"),
    ],
)
def test_what_cannot_be_is_told_and_stays_in_the_form(workshop: Visitor, fields: dict[str, str], told: str) -> None:
    page = workshop.get("/admin/requetes/examen", params={"q": "piscine", **fields})
    assert page.status_code == 400
    assert told in text_of(page.text)
    assert "Avant d’enregistrer" not in page.text


def test_what_was_tried_is_not_saved_over_what_somebody_else_saved(workshop: Visitor, own_portal: Path) -> None:
    page = workshop.get("/admin/requetes/examen", params={"q": "x", "quoi": "synonyme", "terme": "piscine", "autres": "eau"}).text
    save(workshop, page)
    form = page[page.index('action="/admin/requetes" method="post"') :].partition("</form>")[0]
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)}
    refused = workshop.post("/admin/requetes", data=fields)
    assert refused.status_code == 409
    assert "entre-temps" in refused.text
    assert journal_of(own_portal)[0].outcome == "échec"


def test_markup_in_a_query_stays_text(workshop: Visitor, asking: Asking) -> None:
    asking.ask("<script>alert(1)</script>", total=0)
    for path in ("/admin/requetes", "/admin/requetes/examen?q=%3Cscript%3Ealert(1)%3C/script%3E"):
        page = workshop.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_without_statistics_a_query_can_be_examined_all_the_same(administrator: Visitor) -> None:
    assert "ne sont pas comptées" in text_of(administrator.get("/admin/requetes").text)
    assert "Mot inconnu : Xyzzy" in text_of(administrator.get("/admin/requetes/examen?q=Xyzzy").text)


def test_a_damaged_store_is_told_on_the_page(workshop: Visitor, own_portal: Path) -> None:
    (own_portal / FILE).parent.mkdir(exist_ok=True)
    (own_portal / FILE).write_bytes(b"tout sauf une base de donnees " * 50)
    page = workshop.get("/admin/requetes")
    assert page.status_code == 200
    assert "illisibles" in page.text


def test_a_refused_proposal_without_a_query_keeps_its_form_and_what_was_typed(workshop: Visitor) -> None:
    others = "\n".join(f"autre {number}" for number in range(25))
    page = workshop.get("/admin/requetes/examen", params={"quoi": "sens-unique", "terme": "gardez-moi", "autres": others})
    assert page.status_code == 400
    assert "Au plus 20 lignes" in page.text
    assert 'name="terme" type="text" maxlength="200" required value="gardez-moi"' in page.text
    assert f'<textarea id="autres" name="autres" rows="2" required>\n{others}</textarea>' in page.text
    assert "Essayer ce sigle" not in page.text
