"""Clicks are told by our own pages only, and say nothing of who clicked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from search.generation import live_folder
from tests.web.conftest import TODAY
from tests.web.statistics.conftest import Asking
from tests.web.test_metrics import values
from web.app import create_app
from web.settings import WebSettings
from web.statistics.clicks import AT_ONCE, Bound
from web.statistics.reading import known_queries
from web.statistics.settings import StatisticsSettings

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def counting(portal: Path, settings: StatisticsSettings, asking: Asking) -> Iterator[TestClient]:
    app = create_app(WebSettings(portal, statistics=settings), today=lambda: TODAY)
    app.state.recorder = asking.recorder
    with TestClient(app) as client:
        yield client


def click(portal: Path, **changes: Any) -> dict[str, Any]:
    return {"query": "jumelage", "rank": 2, "generation": live_folder(portal).name} | changes


def test_a_click_counts_with_its_rank(counting: TestClient, portal: Path, asking: Asking, settings: StatisticsSettings) -> None:
    asking.ask("jumelage")
    for rank in (1, 2):
        answer = counting.post("/statistiques/clic", json=click(portal, rank=rank), headers=OURS)
        assert (answer.status_code, answer.content, "set-cookie" in answer.headers) == (204, b"", False)
    asking.recorder.write()
    (known,) = known_queries(settings)
    assert (known.clicks, known.rank) == (2, 1.5)
    assert values(counting.get("/metrics").text)["trouvaille_clicks_total"] == 2


def test_ranks_of_another_generation_do_not_count(counting: TestClient, portal: Path, asking: Asking) -> None:
    answer = counting.post("/statistiques/clic", json=click(portal, generation="2001-01-01-000000"), headers=OURS)
    assert answer.status_code == 204
    assert values(counting.get("/metrics").text)["trouvaille_clicks_total"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
    ],
)
def test_other_sites_send_no_clicks(counting: TestClient, portal: Path, headers: dict[str, str]) -> None:
    assert counting.post("/statistiques/clic", json=click(portal), headers=headers).status_code == 403


def test_an_older_browser_says_its_origin(counting: TestClient, portal: Path) -> None:
    assert counting.post("/statistiques/clic", json=click(portal), headers={"Origin": "http://testserver"}).status_code == 204


@pytest.mark.parametrize(
    "change",
    [{"rank": 0}, {"rank": 1_001}, {"rank": "2"}, {"query": ""}, {"query": "x" * 101}, {"generation": None}, {"visitor": "moi"}],
)
def test_a_click_that_is_none_is_refused(counting: TestClient, portal: Path, change: dict[str, Any]) -> None:
    answer = counting.post("/statistiques/clic", json=click(portal, **change), headers=OURS)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "corps"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]"])
def test_a_body_that_is_no_json_is_refused(counting: TestClient, body: bytes) -> None:
    assert counting.post("/statistiques/clic", content=body, headers=OURS).status_code == 400


def test_a_long_body_is_not_read(counting: TestClient) -> None:
    assert counting.post("/statistiques/clic", content=b"x" * 3_000, headers=OURS).status_code == 413


def test_more_than_visitors_can_click_is_refused(counting: TestClient, portal: Path) -> None:
    statuses = {counting.post("/statistiques/clic", json=click(portal), headers=OURS).status_code for _ in range(int(AT_ONCE) + 60)}
    assert statuses == {204, 429}


def test_the_bound_opens_again_with_time() -> None:
    now = 0.0
    bound = Bound(lambda: now)
    assert sum(bound.lets_through() for _ in range(500)) == AT_ONCE
    now = 1.0
    assert sum(bound.lets_through() for _ in range(500)) == 20


def test_without_statistics_there_is_nothing_to_tell(client: TestClient, portal: Path) -> None:
    assert client.post("/statistiques/clic", json=click(portal), headers=OURS).status_code == 404
    assert "data-clicks" not in client.get("/recherche?q=jumelage").text


def test_links_lead_to_the_items_and_the_list_says_where_to_tell(counting: TestClient, portal: Path) -> None:
    page = counting.get("/recherche?q=togo&size=1&page=2").text
    assert 'data-clicks="/statistiques/clic" data-query="togo" data-first="2"' in page
    assert 'href="https://portail.example/' in page
    assert "data-clicks" not in counting.get("/recherche?country=Togo").text
