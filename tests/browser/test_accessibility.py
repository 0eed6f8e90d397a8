"""axe-core finds nothing to say of any page, on phones and desks, by day and in the dark."""

from typing import Any

import pytest

from tests.browser.chromium import AXE, DESKTOP, PAGES, PHONE
from tests.browser.conftest import Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any) -> list[str]:
    """What axe-core reproaches the page with: rule, and the elements that break it."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES)
    assert len(found["passes"]) > 20
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]


def open_all(page: Any) -> None:
    """Opens what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def status_of(name: str) -> int:
    return {"missing": 404, "refused": 400}.get(name, 200)


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_is_broken_on_a_phone_in_the_dark(visit: Visit, name: str) -> None:
    page = visit(PAGES[name], status_of(name), viewport=PHONE, color_scheme="dark")
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", ["home", "filtered", "empty", "event"])
def test_no_rule_is_broken_on_a_desk_by_day(visit: Visit, name: str) -> None:
    page = visit(PAGES[name], viewport=DESKTOP, color_scheme="light")
    open_all(page)
    assert violations(page) == []


def test_no_rule_is_broken_among_the_filters_of_a_phone(visit: Visit) -> None:
    page = visit(PAGES["filtered"], viewport=PHONE)
    page.click("text=Filtrer")
    assert violations(page) == []


def test_axe_would_say_so_if_a_rule_were_broken(visit: Visit) -> None:
    page = visit("/")
    page.evaluate("document.querySelector('label').remove(); document.querySelector('#q').removeAttribute('name')")
    assert any(found.startswith("label") for found in violations(page))
