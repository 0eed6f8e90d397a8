import asyncio
import threading
from datetime import date
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import TODAY
from web.app import create_app
from web.endpoint import is_costly
from web.settings import WebSettings

LONG = "q=" + "+".join(["coopération"] * 30)


@pytest.mark.parametrize(
    ("query", "costly"), [("q=togo&country=Togo", False), (LONG, True), ("q=togo&page=2", True), ("size=100", True)]
)
def test_a_request_is_costly_when_it_is_long_or_asks_for_more(query: str, costly: bool) -> None:
    assert is_costly({"query_string": query.encode()}) is costly


def test_a_costly_search_lets_others_pass(portal: Path) -> None:
    may_end = threading.Event()

    def today() -> date:
        assert may_end.wait(30), "the search held up the answer that lets it end"
        return TODAY

    async def ask() -> tuple[httpx.Response, httpx.Response]:
        app = create_app(WebSettings(portal), today=today)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://portail.example") as client:
            search = asyncio.create_task(client.get(f"/api/v1/search?{LONG}"))
            await asyncio.sleep(0.05)
            health = await client.get("/health")
            assert not search.done()
            may_end.set()
            return await search, health

    search, health = asyncio.run(ask())
    assert (search.status_code, health.status_code) == (200, 200)
    assert search.json()["total"] > 0


def test_an_error_in_the_thread_is_a_problem_all_the_same(portal: Path) -> None:
    async def ask() -> httpx.Response:
        app = create_app(WebSettings(portal))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://portail.example") as client:
            return await client.get(f"/api/v1/search?{LONG}&size=101")

    response = asyncio.run(ask())
    assert (response.status_code, response.json()["parameter"]) == (400, "size")
