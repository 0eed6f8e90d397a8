"""Suggestions while somebody types: a combobox as the ARIA practices describe it, for eyes, fingers, keys and ears."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations

LISTED = "#suggestions:not([hidden]) [role=option]"


def typed(visit: Visit, text: str) -> Any:
    page = visit("/")
    page.click("#q")
    page.keyboard.type(text)
    page.wait_for_selector(LISTED)
    return page


def chosen(page: Any) -> str:
    """What a screen reader hears as the present option."""
    return str(
        page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''")
    )


def test_arrows_choose_and_enter_searches(visit: Visit) -> None:
    page = typed(visit, "gouv")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    options = page.eval_on_selector_all(LISTED, "found => found.map(one => one.textContent)")
    assert 0 < len(options) <= 8
    assert chosen(page) == ""
    page.keyboard.press("ArrowDown")
    assert chosen(page) == options[0]
    page.keyboard.press("ArrowUp")
    assert chosen(page) == ""
    page.keyboard.press("ArrowUp")
    assert chosen(page) == options[-1]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.startswith("http") and urlsplit(address).path != "/")


def test_escape_closes_and_what_was_typed_stays(visit: Visit) -> None:
    page = typed(visit, "gouv")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert not page.is_visible("#suggestions")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    assert page.input_value("#q") == "gouv"
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=gouv")


def test_a_theme_that_is_clicked_is_searched(visit: Visit) -> None:
    page = typed(visit, "eau et assain")
    page.click(f"{LISTED} >> text=/^Eau et assainissement$/")
    page.wait_for_url("**/recherche?**")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["Eau et assainissement"]


def test_their_number_is_said(visit: Visit) -> None:
    page = typed(visit, "gouv")
    assert re.fullmatch(r"\d suggestions?, flèches pour choisir", page.inner_text("[role=status]"))


def test_a_pause_in_typing_asks_once(visit: Visit) -> None:
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: "/suggest" in request.url and asked.append(request.url))
    page.click("#q")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.keyboard.type("gouvernance")
    page.clock.run_for(100)
    assert asked == []
    page.clock.run_for(100)
    page.wait_for_selector(LISTED)
    assert len(asked) == 1
    assert asked[0].endswith("?q=gouvernance")


def test_leaving_the_field_closes_the_list(visit: Visit) -> None:
    page = typed(visit, "gouv")
    page.keyboard.press("Tab")
    assert not page.is_visible("#suggestions")


def test_no_rule_is_broken_while_the_list_is_open(visit: Visit) -> None:
    page = typed(visit, "gouv")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_results_can_be_searched_again_in_place(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    page.fill("#q", "jumelage")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=jumelage")
    page.wait_for_selector("h1:has-text('« jumelage »')")
    assert not page.is_visible("#suggestions")
