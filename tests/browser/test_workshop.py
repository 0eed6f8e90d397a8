"""An administrator repairs a query that finds nothing, and visitors find it repaired."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.administered import Administered
from tests.browser.chromium import PHONE
from tests.browser.conftest import Open
from tests.browser.test_accessibility import violations
from tests.browser.test_administration import soon
from tests.browser.test_markup import complaints

PAGES = (
    "/admin/requetes",
    "/admin/requetes/examen?q=piscine+lagunaire",
    "/admin/requetes/examen?q=piscine&quoi=sens-unique&terme=piscine&autres=forage",
    "/admin/requetes/examen?q=togo&quoi=epingle&terme=togo&autres=article-003&trouver=eau",
    "/admin/requetes/examen?q=togo&quoi=epingle&terme=togo&autres=inconnu",
    "/admin/synonymes",
    "/admin/epingles",
)


@pytest.fixture
def asked(portal: Administered) -> None:
    """The portal's visitors looked for a swimming pool for three days."""
    portal.asked("piscine", "Piscine lagunaire")


def visitors_find(page: Any, query: str) -> int:
    """How many results the page of a search has for a visitor."""
    answer = page.request.get(f"/recherche?q={query}")
    return int(answer.text().count('<li class="hit">'))


def test_an_administrator_repairs_a_query_and_visitors_find_it_repaired(signed_in: Open, portal: Administered, asked: None) -> None:
    page = signed_in()

    assert visitors_find(page, "piscine") == 0
    page.click(".tabs >> text=Requêtes")
    page.click("#sans-resultat ~ ul >> text='piscine'")
    page.wait_for_selector("text=Mot inconnu")
    page.fill("#autres", "forage")
    page.click("text=Essayer ce synonyme")
    page.wait_for_selector("h3:has-text('Avant\u00a0: 0\u00a0résultat')")
    assert page.is_visible("#apres ~ ol li")
    assert visitors_find(page, "piscine") == 0
    page.click("text='Enregistrer'")
    page.wait_for_selector("h1 >> text=réparée")
    assert soon(lambda: all(visitors_find(page, "piscine") for _ in range(4)))

    page.goto("/admin/requetes/examen?q=piscine+lagunaire")
    page.fill("#trouver", "Kpalimé")
    page.click("text='Chercher'")
    page.click("section:has(#epingle) >> text=Épingler >> nth=1")
    page.wait_for_selector("#apres ~ ol >> text=épinglé")
    page.click("text='Enregistrer'")
    page.wait_for_selector("h1 >> text=réparée")
    page.goto("/recherche?q=piscines+lagunaires")
    assert soon(lambda: bool(page.reload() and page.is_visible("text=Choix de la rédaction")))

    page.goto("/admin/synonymes")
    page.click("button:has-text('Retirer')")
    page.wait_for_selector("text=Aucun synonyme n’a encore été fait ici.")
    assert soon(lambda: not any(visitors_find(page, "piscine") for _ in range(4)))
    page.click("button:has-text('Y revenir')")
    page.wait_for_selector(".row:has-text('piscine → forage')")
    assert soon(lambda: all(visitors_find(page, "piscine") for _ in range(4)))


@pytest.mark.parametrize(("screen", "scheme"), [(PHONE, "dark"), ({"width": 1280, "height": 900}, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_to_say_of_the_workshop(signed_in: Open, asked: None, screen: dict[str, int], scheme: str) -> None:
    page = signed_in(viewport=screen, color_scheme=scheme)
    for path in (*PAGES[:4], *PAGES[5:]):
        page.goto(path)
        for summary in page.query_selector_all("main details:not([open]) > summary"):
            summary.click()
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path


def test_the_workshops_pages_are_valid(signed_in: Open, asked: None, tmp_path: Path) -> None:
    page = signed_in()
    for number, path in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_text(page.request.get(path).text(), "utf-8")
    assert complaints(tmp_path) == []


def test_without_javascript_the_workshop_is_the_same(signed_in: Open, asked: None) -> None:
    page = signed_in(java_script_enabled=False, viewport=PHONE)
    page.goto("/admin/epingles")
    page.fill("#q", "maraîchage")
    page.click("text=Choisir les contenus")
    page.fill("#epingles", "article-003")
    page.click("text=Essayer ces résultats")
    page.click("text='Enregistrer'")
    page.goto("/admin/epingles")
    assert page.is_visible(".row:has-text('maraîchage')")
