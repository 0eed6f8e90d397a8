"""What a page may cost a visitor: 60 kB, no shift of what is being read, one request after the other for our own files only."""

import pytest

from tests.browser.chromium import DESKTOP, PAGES, PHONE
from tests.browser.conftest import Visit

BUDGET = 60_000
"""Bytes of a page with its style sheet and its script, not compressed; images do not count."""

REQUESTS = 4
"""The page, its style sheet, its script, its icon."""

SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize("name", ["home", "results", "filtered", "upcoming", "empty", "event", "resource"])
def test_a_page_fits_in_the_budget_even_before_it_is_compressed(visit: Visit, name: str) -> None:
    sizes: dict[str, int] = {}
    page = visit("/static/icone.svg")
    page.on("requestfinished", lambda request: sizes.update({request.url: len(request.response().body())}))
    page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= BUDGET, sizes
    assert len(sizes) <= REQUESTS


@pytest.mark.parametrize("name", ["home", "results", "event"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_moves_while_it_is_read(visit: Visit, name: str, viewport: dict[str, int]) -> None:
    assert visit(PAGES[name], viewport=viewport).evaluate(SHIFTS) == 0


def test_a_shift_would_be_seen(visit: Visit) -> None:
    page = visit("/")
    page.evaluate("setTimeout(() => document.querySelector('main').style.setProperty('margin-top', '300px'), 100)")
    assert page.evaluate(SHIFTS) > 0
