"""What the script tells of a result that is opened: its rank, never who opened it."""

import json
import urllib.request
from typing import Any

from tests.browser.conftest import Visit

STAY = "addEventListener('click', (event) => event.preventDefault())"
"""Keeps the page where it is: the items are on another site."""


def told(page: Any, selector: str, **options: Any) -> dict[str, Any]:
    """What is sent when something is clicked."""
    with page.expect_request("**/statistiques/clic") as sent:
        page.click(selector, **options)
    request = sent.value
    assert request.response().status == 204
    assert "cookie" not in request.headers
    body: dict[str, Any] = json.loads(request.post_data)
    return body


def test_the_rank_of_an_opened_result_is_told_on_each_page_of_results(visit: Visit, site: str) -> None:
    page = visit("/recherche?q=eau+togo")
    page.evaluate(STAY)
    first = told(page, ".hit:nth-child(3) h2 a")
    assert (first["query"], first["rank"], sorted(first)) == ("eau togo", 3, ["generation", "query", "rank"])
    page.evaluate("document.querySelector('.pages [rel=next]').click()")
    page.wait_for_selector(".pages [aria-current]:has-text('2')")
    assert told(page, ".hit:nth-child(1) h2 a")["rank"] == 11
    with urllib.request.urlopen(f"{site}/metrics", timeout=10) as answer:
        assert "trouvaille_clicks_total 2" in answer.read().decode()


def test_links_lead_straight_to_the_items(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    assert page.get_attribute(".hit h2 a >> nth=0", "href").startswith("https://www.cooperation.example/")


def test_those_who_ask_for_privacy_and_other_links_tell_nothing(visit: Visit) -> None:
    page = visit("/recherche?q=eau+togo")
    sent: list[str] = []
    page.on("request", lambda request: "/clic" in request.url and sent.append(request.url))
    page.evaluate(STAY)
    page.click(".tools a >> nth=1")
    page.wait_for_url("**sort=date")
    page.evaluate("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page.click(".hit:nth-child(2) h2 a")
    page.wait_for_timeout(200)
    assert sent == []


def test_a_page_without_a_query_tells_nothing(visit: Visit) -> None:
    assert visit("/recherche?country=Togo").query_selector("[data-clicks]") is None
