"""Links stay below the prefix of the service, however the request came."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from tests.web.test_pages import page
from web.app import create_app
from web.prefix import prefix_of
from web.settings import WebSettings

PUBLIC = "https://portail.example/centre%20de%20ressources"
PREFIX = "/centre%20de%20ressources"


@pytest.fixture
def client(portal: Path) -> TestClient:
    return TestClient(create_app(WebSettings(portal, public_url=PUBLIC)))


@pytest.mark.parametrize("before", ["", PREFIX], ids=["taken off by the proxy", "left on by the proxy"])
def test_a_proxy_may_take_the_prefix_off_or_leave_it_on(client: TestClient, before: str) -> None:
    for path in ("/", "/recherche?q=togo", "/contenu/eau-togo"):
        found = page(client, before + path)
        assert all(link.startswith((f"{PREFIX}/", "https://", "#")) for link in found.links)
        assert found.all("link")[0]["href"].startswith(f"{PREFIX}/static/style.css")
        assert client.get(found.all("link")[0]["href"]).status_code == 200
        assert client.get(found.all("link")[0]["href"].removeprefix(PREFIX)).status_code == 200


def test_below_the_api_errors_stay_problem_documents(client: TestClient) -> None:
    for before in ("", PREFIX):
        answer = client.get(f"{before}/api/v1/items/inconnu", headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


def test_requests_below_the_prefix_are_counted_by_their_route(client: TestClient) -> None:
    for before in ("", PREFIX):
        assert client.get(f"{before}/recherche?q=togo").status_code == 200
    counted = [
        line for line in client.get("/metrics").text.splitlines() if line.startswith("trouvaille_http_request_seconds_count")
    ]
    assert counted == ['trouvaille_http_request_seconds_count{route="search"} 2']


def test_a_service_mounted_in_another_one_needs_no_setting(portal: Path) -> None:
    client = TestClient(Starlette(routes=[Mount("/outer", create_app(WebSettings(portal)))]))
    found = page(client, "/outer/recherche?q=togo")
    assert found.all("form")[0]["action"] == "/outer/recherche"
    assert client.get(found.all("link")[0]["href"]).status_code == 200


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("", ""),
        ("https://a.example", ""),
        ("https://a.example/", ""),
        ("https://a.example/b/c/", "/b/c"),
        (PUBLIC, "/centre de ressources"),
    ],
)
def test_the_prefix_is_the_path_of_the_public_address(address: str, prefix: str) -> None:
    assert prefix_of(address) == prefix
