"""Pages of other sites read the API only when the administrator named them."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.app import create_app
from web.settings import WebSettings
from web.theme import ThemeInvalid

FRIEND = "https://www.portail.example"


@pytest.fixture
def open_client(portal: Path) -> TestClient:
    return TestClient(create_app(WebSettings(portal, cors=(f"{FRIEND}/",))))


def test_a_named_origin_reads_answers_and_their_etags(open_client: TestClient) -> None:
    answer = open_client.get("/api/v1/search?q=togo", headers={"Origin": FRIEND})
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert "etag" in answer.headers["access-control-expose-headers"].lower()
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


def test_errors_can_be_read_too(open_client: TestClient) -> None:
    answer = open_client.get("/api/v1/search?page=x", headers={"Origin": FRIEND})
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] == FRIEND


def test_what_the_answer_depends_on_is_told_whole(open_client: TestClient) -> None:
    answer = open_client.get("/nulle-part", headers={"Origin": FRIEND})
    assert set(answer.headers["vary"].split(", ")) == {"Accept", "Accept-Encoding", "Origin"}


def test_a_preflight_allows_what_the_api_understands(open_client: TestClient) -> None:
    asked = {"Origin": FRIEND, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = open_client.options("/api/v1/related", headers=asked)
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert open_client.options("/api/v1/related", headers=asked | {"Access-Control-Request-Method": "DELETE"}).status_code == 400


@pytest.mark.parametrize("origin", ["https://ailleurs.example", "http://www.portail.example", "null", f"{FRIEND}.ailleurs.example"])
def test_any_other_origin_is_told_nothing(open_client: TestClient, origin: str) -> None:
    answer = open_client.get("/api/v1/search?q=togo", headers={"Origin": origin})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_by_default_nobody_is_named(client: TestClient) -> None:
    assert "access-control-allow-origin" not in client.get("/api/v1/search", headers={"Origin": FRIEND}).headers


def test_everybody_may_be_named(portal: Path) -> None:
    client = TestClient(create_app(WebSettings(portal, cors=("*",))))
    assert client.get("/api/v1/search", headers={"Origin": FRIEND}).headers["access-control-allow-origin"] == "*"


def test_what_is_no_origin_is_refused(portal: Path) -> None:
    with pytest.raises(ThemeInvalid, match="cors : « portail »"):
        create_app(WebSettings(portal, cors=("portail",)))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/recherche?q=togo",
        "/contenu/eau-togo",
        "/api",
        "/api/v1/search?q=togo",
        "/sitemap.xml",
        "/opensearch.xml",
        "/recherche.csv",
    ],
)
def test_every_page_can_be_asked_for_its_headers_and_asked_again(client: TestClient, path: str) -> None:
    whole = client.get(path)
    head = client.head(path)
    assert head.status_code == 200
    assert {name: head.headers[name] for name in ("etag", "cache-control", "content-type")} == {
        name: whole.headers[name] for name in ("etag", "cache-control", "content-type")
    }
    assert "max-age=60" in whole.headers["cache-control"]
    assert client.get(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
