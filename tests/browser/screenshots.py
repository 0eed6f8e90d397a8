"""Takes the pictures of ``docs/images/``: ``make screenshots``, or ``python -m tests.browser.screenshots [FOLDER]``.

The sample portal is built and served for it. Letters are those of the machine: with the fonts Inter and Caladea
(``apt install fonts-inter fonts-crosextra-caladea``) they look as on most visitors' screens.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from indexer.build import build
from indexer.sources import open_sources
from tests.browser.administered import NEW, TOKEN, Administered, administered
from tests.browser.chromium import LAUNCH
from tests.browser.serving import serving

FOLDER = Path("docs/images")
SCREENS: dict[str, dict[str, Any]] = {
    "bureau": {"viewport": {"width": 1280, "height": 860}},
    "telephone": {"viewport": {"width": 375, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
}
VIEWS: dict[str, str] = {
    "accueil": "/",
    "recherche": "/recherche?q=eau+togo",
    "sans-resultat": "/recherche?q=jumelage&country=Liban&theme=Jeunesse",
    "contenu": "/contenu/evenement-002",
    "dans-vos-pages": "/widgets/?url=https://www.cooperation.example/Webinaire-France-Togo-l-eau-un-bien-commun-a-gerer-ensemble",
    "api": "/api#itemRelated",
}

ADMINISTRATION: dict[str, str] = {
    "etat": "/admin",
    "generations": "/admin/generations",
    "journal": "/admin/journal",
    "requetes": "/admin/requetes",
    "reparation": "/admin/requetes/examen?q=piscine&quoi=sens-unique&terme=piscine&autres=forage",
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data:
        build(open_sources("sample:index_data/sample"), Path(data) / "portail")
        with serving(Path(data)) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**LAUNCH)
            for name, path in VIEWS.items():
                for screen, options in SCREENS.items():
                    take(browser, site + path, folder / f"{name}-{screen}.png", options)
            night = SCREENS["bureau"] | {"color_scheme": "dark"}
            take(browser, f"{site}{VIEWS['recherche']}", folder / "recherche-nuit.png", night)
            browser.close()
    with TemporaryDirectory() as made, administered(Path(made)) as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        take_administration(browser, portal, folder)
        browser.close()


def take_administration(browser: Browser, portal: Administered, folder: Path) -> None:
    """An administrator signs in, prepares a construction, looks at what it would change, and repairs a query."""
    portal.asked("jumelaje", "piscine")
    for screen, options in SCREENS.items():
        context = browser.new_context(locale="fr-FR", base_url=portal.address, **options)
        page = context.new_page()

        def keep(name: str, page: Page = page, screen: str = screen) -> None:
            picture = folder / f"administration-{name}-{screen}.png"
            page.screenshot(path=picture)
            print(picture)

        page.goto("/admin")
        page.fill("#secret", TOKEN)
        page.click("text=Se connecter")
        portal.write([NEW], without=("article-003",))
        page.click("nav >> text=Travaux")
        page.check("#action-build")
        page.click("button:text-is('Lancer')")
        page.wait_for_selector("#etapes .present")
        keep("suivi")
        page.click("text=Voir la génération", timeout=60_000)
        keep("comparaison")
        for name, path in ADMINISTRATION.items():
            page.goto(path)
            keep(name)
        context.close()


def take(browser: Browser, address: str, picture: Path, options: dict[str, Any]) -> None:
    """One picture of what a visitor sees first."""
    context = browser.new_context(locale="fr-FR", **options)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    if "/api#" in address:
        page.click(f"{address[address.index('#') :]} summary")
    page.screenshot(path=picture)
    context.close()
    print(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
