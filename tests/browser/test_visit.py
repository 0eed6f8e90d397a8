"""A visit: search, refine, go on, come back; with and without JavaScript."""

import re
from typing import Any

import pytest

from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.conftest import Visit

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


def promised(page: Any, label: str) -> str:
    """How many results a facet says that one of its values would bring."""
    found = page.locator("#filtres li", has=page.get_by_text(label, exact=True)).locator(".count").first
    return str(found.text_content()).strip()


def total(page: Any) -> str:
    """How many results the heading says there are."""
    return str(page.text_content("h1")).split()[0]


def wait_for_total(page: Any, wanted: str) -> None:
    page.locator("h1", has_text=re.compile(rf"^\s*{wanted}\s")).wait_for(state="attached")


@SCRIPTS
def test_a_visitor_searches_refines_pages_and_comes_back(visit: Visit, scripts: bool) -> None:
    page = visit("/", java_script_enabled=scripts)
    page.fill("#q", "eau togo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=eau+togo")
    everything, governance = total(page), promised(page, "Gouvernance locale")
    assert int(everything) > int(governance) > 10

    page.click("#filtres >> text=Gouvernance locale")
    page.wait_for_url("**theme=Gouvernance+locale")
    wait_for_total(page, governance)
    page.click(".tabs >> text=Ressources")
    page.wait_for_url("**kind=ressource**")
    page.wait_for_selector(".tabs [aria-current]:has-text('Ressources')")
    page.click(".tabs >> text=Tout")
    wait_for_total(page, governance)

    page.click(".pages >> text=Suivante")
    page.wait_for_url("**page=2")
    page.wait_for_selector(".pages [aria-current]:has-text('2')")
    assert "page 2" in page.title()
    page.go_back()
    page.wait_for_selector(".pages [aria-current]:has-text('1')")
    assert total(page) == governance
    page.go_forward()
    page.wait_for_selector(".pages [aria-current]:has-text('2')")
    page.reload()
    assert page.inner_text(".pages [aria-current]").strip().endswith("2")


@SCRIPTS
def test_a_period_is_chosen_and_taken_off(visit: Visit, scripts: bool) -> None:
    page = visit("/recherche?q=eau+togo", java_script_enabled=scripts)
    everything = total(page)
    page.fill("#from", "2025-01-01")
    page.fill("#to", "2025-12-31")
    page.click("text=Appliquer")
    page.wait_for_selector(".filters >> text=Jusqu’au 31 décembre 2025")
    assert "from=2025-01-01" in page.url
    assert "to=2025-12-31" in page.url
    page.click(".filters >> text=Tout retirer")
    wait_for_total(page, everything)


@SCRIPTS
def test_filters_open_over_the_page_on_a_phone(visit: Visit, scripts: bool) -> None:
    page = visit("/recherche?q=eau+togo", java_script_enabled=scripts, viewport=PHONE)
    assert not page.is_visible("#filtres")
    page.click("text=Filtrer")
    assert page.is_visible("#filtres")
    page.keyboard.press("Escape")
    assert not page.is_visible("#filtres")
    page.click("text=Filtrer")
    few = promised(page, "Jeunesse")
    page.click("#filtres >> text=Jeunesse")
    wait_for_total(page, few)
    assert page.is_visible("#filtres") == scripts
    if scripts:
        page.click(f"#filtres >> text=Voir les {few} résultats")
    assert page.is_visible(".filters >> text=Jeunesse")


def test_results_change_in_place_and_are_announced(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    page.evaluate("window.untouched = true")
    few = promised(page, "Gouvernance locale")
    page.click("#filtres >> text=Gouvernance locale")
    wait_for_total(page, few)
    assert page.evaluate("window.untouched")
    assert f"{few} résultats" in page.inner_text("[role=status]").replace("\u00a0", " ")
    assert page.evaluate("document.activeElement.querySelector('.name').textContent") == "Gouvernance locale"
    assert page.evaluate("document.title").startswith(few)
    assert "theme=Gouvernance+locale" in page.get_attribute("link[type='application/atom+xml']", "href")
    page.click(".pages >> text=Suivante")
    page.wait_for_url("**page=2")
    page.wait_for_selector(".pages [aria-current]:has-text('2')")
    assert page.evaluate("[document.activeElement.tagName, window.scrollY]") == ["H1", 0]
    assert page.evaluate("window.untouched")


def test_coming_back_finds_the_place_that_was_left(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    page.click(".pages >> text=Suivante")
    page.wait_for_selector(".pages [aria-current]:has-text('2')")
    page.go_back()
    page.wait_for_selector(".pages [aria-current]:has-text('1')")
    page.wait_for_function("window.scrollY > 500")


def test_when_a_change_in_place_fails_the_page_is_loaded(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    few = promised(page, "Jeunesse")
    page.click("#filtres >> text=Jeunesse")
    wait_for_total(page, few)
    assert page.evaluate("window.fetch.toString()").endswith("{ [native code] }")


def test_the_skip_link_does_not_load_anything(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    asked: list[str] = []
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.wait_for_timeout(200)
    assert asked == []


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        if page.evaluate("document.activeElement.id") == "q":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("assainissement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=assainissement")
    seen = []
    for _ in range(90):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.closest('[class]')?.className ?? document.activeElement.tagName"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in {"solid", "auto"}, seen[-1]
        if page.evaluate("document.activeElement.matches('#filtres a') && document.activeElement.textContent.includes('Togo')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**country=Togo")


@pytest.mark.parametrize(
    "path", ["/", "/recherche?q=eau+togo", "/contenu/evenement-001", "/api", "/recherche?q=xyzzy&country=Togo"]
)
@pytest.mark.parametrize("width", [320, DESKTOP["width"] // 2], ids=["320 px", "200 % zoom, then letters twice as large"])
def test_nothing_is_wider_than_a_small_screen(visit: Visit, path: str, width: int) -> None:
    page = visit(path, viewport={"width": width, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width > PHONE["width"]:
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_dark_screen_gets_dark_paper(visit: Visit) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    assert visit("/recherche?q=eau+togo", color_scheme="dark").evaluate(paper) == "rgb(22, 24, 29)"
    assert visit("/recherche?q=eau+togo", color_scheme="light").evaluate(paper) == "rgb(255, 255, 255)"


def test_paper_gets_the_results_and_their_addresses_only(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo", color_scheme="dark")
    page.emulate_media(media="print")
    for hidden in (".search", ".tabs", "#filtres", ".pages", ".subscribe"):
        assert not page.is_visible(hidden), hidden
    assert page.is_visible(".hit >> nth=9")
    address = page.evaluate("getComputedStyle(document.querySelector('.hit h2 a'), '::after').content")
    assert "https://www.cooperation.example/" in address
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert re.match(rb"%PDF-", page.pdf())
