from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.app import create_app
from web.settings import WebSettings

CACHED = [
    "/api/v1/search?q=togo",
    "/api/v1/items/eau-togo",
    "/api/v1/items/eau-togo/related",
    "/api/v1/related?url=https://portail.example/Festival",
    "/",
    "/recherche?q=togo",
    "/contenu/eau-togo",
    "/openapi.json",
]


@pytest.mark.parametrize("path", CACHED)
def test_an_answer_already_held_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert "stale-if-error" in first.headers["cache-control"]
    assert tag.startswith('W/"')
    for held in (tag, tag.removeprefix("W/"), f'"autre", {tag}'):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(path, headers={"If-None-Match": '"autre"'}).content == first.content


@pytest.mark.parametrize("path", [*CACHED, "/health", "/ready"])
def test_head_says_what_get_says_without_the_body(client: TestClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


def test_the_same_request_written_otherwise_has_the_same_etag(client: TestClient) -> None:
    def tag(query: str) -> str:
        return client.get(f"/api/v1/search?{query}").headers["etag"]

    assert tag("q=togo&page=1&utm_source=x&kind=Article") == tag("kind=article&q=togo")
    assert tag("q=togo") != tag("q=Togo") != tag("q=togo&page=2")


def test_what_is_upcoming_changes_with_the_day_and_nothing_else_does(portal: Path) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 13)]
    clients = [TestClient(create_app(WebSettings(portal), today=lambda day=day: day)) for day in days]
    upcoming = [client.get("/api/v1/search?upcoming=1") for client in clients]
    assert [len(answer.json()["hits"]) for answer in upcoming] == [2, 1]
    assert upcoming[0].headers["etag"] != upcoming[1].headers["etag"]
    searches = [client.get("/api/v1/search?q=togo") for client in clients]
    assert searches[0].headers["etag"] == searches[1].headers["etag"]
    assert searches[0].content == searches[1].content


def test_a_page_under_another_prefix_has_another_etag(portal: Path) -> None:
    tags = {
        TestClient(create_app(WebSettings(portal)), root_path=prefix).get("/recherche?q=togo").headers["etag"]
        for prefix in ("", "/ressources")
    }
    assert len(tags) == 2


def test_a_304_repeats_what_caches_need_and_nothing_that_the_client_holds(client: TestClient) -> None:
    first = client.get("/api/v1/search", params={"q": "eau"})
    again = client.get("/api/v1/search", params={"q": "eau"}, headers={"If-None-Match": first.headers["etag"]})
    assert dict(again.headers) == {name: first.headers[name] for name in ("etag", "cache-control", "vary")}
