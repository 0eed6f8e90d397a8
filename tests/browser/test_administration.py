"""An administrator signs in, has an index made, looks at what it changes, publishes it and takes it back."""

import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from search.generation import live_folder
from tests.browser.administered import NEW, TOKEN, Administered
from tests.browser.chromium import PHONE
from tests.browser.conftest import Open
from tests.browser.test_accessibility import open_all, violations
from tests.browser.test_markup import complaints

TITLE = str(NEW["title"])


def start(page: Any, kind: str) -> None:
    """Starts a job that prepares a generation."""
    page.click(".tabs >> text=Travaux")
    page.check(f"#action-{kind}")
    page.check("#mode-preparer")
    page.click("button:text-is('Lancer')")
    page.wait_for_selector("h1:has-text('Préparation')")


def visitors_find(portal: Administered, title: str, query: str) -> bool:
    """Whether the page of a search has an item, for visitors without anything in their cache."""
    with urllib.request.urlopen(f"{portal.address}/recherche?q={quote(query)}", timeout=30) as answer:
        return title in answer.read().decode().replace("<mark>", "").replace("</mark>", "")


def soon(true: Callable[[], bool]) -> bool:
    """Whether something becomes true within the moment that all workers take to follow."""
    return any(true() or threading.Event().wait(0.1) for _ in range(50))


def test_an_administrator_follows_compares_publishes_and_goes_back(signed_in: Open, portal: Administered) -> None:
    page = signed_in()
    assert violations(page) == []
    portal.write([NEW], without=("article-003",))
    start(page, "update")
    page.evaluate("window.unloaded = false")
    page.wait_for_selector("#etapes .step")
    assert violations(page) == []
    assert page.evaluate("window.unloaded") is False  # the steps came without the page being loaded again
    page.reload()
    page.click("text=Voir la génération")

    page.wait_for_selector("h1:has-text('Génération')")
    open_all(page)
    page.wait_for_selector(f"#changements ~ dl li:has-text('{TITLE}')")
    assert page.locator("dt:has-text('Supprimés') + dd").inner_text().startswith("1")
    assert "nouveau" in page.inner_text("details.query:has-text('forage à Tsévié')")
    assert violations(page) == []
    assert not visitors_find(portal, TITLE, "forage Tsévié")
    page.click("text=Publier cette génération")
    page.wait_for_selector("[role=status]:has-text('est publiée')")
    assert violations(page) == []
    assert soon(lambda: all(visitors_find(portal, TITLE, "forage Tsévié") for _ in range(4)))

    page.goto("/admin/generations")
    page.click("text=Revenir à cette génération")
    page.wait_for_selector("[role=status]:has-text('de nouveau publiée')")
    assert soon(lambda: not any(visitors_find(portal, TITLE, "forage Tsévié") for _ in range(4)))
    for path, wanted in (("/admin/sources", "articles.jsonl"), ("/admin/journal", "est publiée")):
        page.goto(path)
        open_all(page)
        assert wanted in page.inner_text("main")
        assert violations(page) == []
    page.click("text=Se déconnecter")
    page.wait_for_selector("#secret")
    assert violations(page) == []
    assert page.context.cookies() == []


def test_everything_works_without_javascript(signed_in: Open, portal: Administered) -> None:
    page = signed_in(java_script_enabled=False, viewport=PHONE)
    portal.write([{**NEW, "id": "article-901", "title": "Un second forage"}])
    start(page, "update")
    page.click("text=Voir la génération")  # the page asks again by itself until there is something to see
    page.click("text=Publier cette génération")
    page.wait_for_selector("[role=status]:has-text('est publiée')")
    assert soon(lambda: visitors_find(portal, "Un second forage", "second forage"))
    page.goto("/admin/generations")
    page.click("text=Revenir à cette génération")
    page.wait_for_selector("[role=status]:has-text('de nouveau publiée')")


def test_a_job_can_be_cancelled_and_changes_nothing(signed_in: Open, portal: Administered) -> None:
    page = signed_in(viewport=PHONE, color_scheme="dark")
    live = live_folder(portal.folder / "index_data" / "portail")
    start(page, "build")
    page.wait_for_selector("#etapes .step")
    page.click("text=Annuler ce travail")
    page.wait_for_selector(".state:has-text('annulé')")
    assert violations(page) == []
    page.goto("/admin")
    assert live_folder(portal.folder / "index_data" / "portail") == live
    assert "annulé" in page.inner_text("main")
    assert violations(page) == []
    for path in ("travaux", "generations", "sources", "journal"):
        page.goto(f"/admin/{path}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_every_page_is_valid(portal: Administered, tmp_path: Path) -> None:
    generation = next(path.name for path in (portal.folder / "index_data" / "portail").iterdir() if path.name.startswith("20"))
    jobs = sorted((portal.folder / "index_data" / "portail" / ".admin" / "jobs").iterdir())
    paths = [
        "connexion",
        "",
        "travaux",
        f"travaux/{jobs[0].name}",
        "generations",
        f"generations/{generation}",
        "sources",
        "journal",
    ]
    for number, path in enumerate(paths):
        request = urllib.request.Request(f"{portal.admin}/{path}".rstrip("/"), headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            (tmp_path / f"{number}.html").write_bytes(answer.read())
    assert complaints(tmp_path) == []
