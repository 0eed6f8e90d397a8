import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search import errors
from search.generation import FORMAT_VERSION, replace_file
from search.index import Index
from tests.web.conftest import ITEMS, make_generation
from web.app import create_app
from web.live import LiveIndex
from web.problems import STATUSES, problem_of
from web.settings import WebSettings

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "status"), [("/nulle-part", 404), ("/contenu/inconnu", 404), ("/recherche?page=x", 400), ("/static/absent.css", 404)]
)
def test_a_browser_gets_a_french_page_and_a_program_a_problem(client: TestClient, path: str, status: int) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<html lang="fr">' in page.text
    problem = client.get(path)
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    assert problem.headers["vary"] == page.headers["vary"] == "Accept, Accept-Encoding"
    assert "etag" not in page.headers
    assert page.headers["cache-control"] == "no-store"


def test_the_page_of_an_error_keeps_what_was_typed(client: TestClient) -> None:
    page = client.get("/recherche", params={"q": 'eau "potable"\x00', "page": "x"}, headers=BROWSER)
    assert page.status_code == 400
    assert 'name="q" type="search" value="eau &#34;potable&#34; "' in page.text


def test_another_method_is_told_which_ones_there_are(client: TestClient) -> None:
    response = client.delete("/api/v1/search")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert response.json()["title"] == "Méthode non autorisée"


def test_all_methods_of_a_path_with_several_routes_are_told(client: TestClient) -> None:
    response = client.put("/api/v1/related")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")


def test_without_an_index_the_answer_says_what_to_do(empty_client: TestClient, tmp_path: Path) -> None:
    assert empty_client.get("/health").json() == {"status": "ok"}
    for path in ("/ready", "/api/v1/search?q=togo", "/", "/contenu/x"):
        response = empty_client.get(path)
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")
        assert "trouvaille build" in response.json()["remedy"]
        assert str(tmp_path) not in response.text
        page = empty_client.get(path, headers=BROWSER)
        assert page.status_code == 503
        assert str(tmp_path) not in page.text


def test_an_incompatible_index_is_named_as_such(tmp_path: Path) -> None:
    name = make_generation(tmp_path, ITEMS[:2])
    manifest = tmp_path / name / "manifest.json"
    replace_file(manifest, manifest.read_text("utf-8").replace(f'"format_version": {FORMAT_VERSION}', '"format_version": 999'))
    with TestClient(create_app(WebSettings(tmp_path))) as client:
        problem = client.get("/ready").json()
    assert (problem["status"], problem["type"]) == (503, "urn:trouvaille:probleme:IndexIncompatible")


class Broken(LiveIndex):
    @contextmanager
    def lease(self) -> Iterator[Index]:
        raise RuntimeError("mot de passe : azerty")
        yield


def test_an_unexpected_error_is_logged_and_tells_nothing(portal: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(WebSettings(portal))
    app.state.live = Broken(portal)
    client = TestClient(app)
    with caplog.at_level(logging.ERROR, "trouvaille.web"):
        for response in (client.get("/api/v1/search"), client.get("/", headers=BROWSER)):
            assert response.status_code == 500
            assert "azerty" not in response.text
            assert response.headers["x-content-type-options"] == "nosniff"
    assert "azerty" in caplog.text


def test_every_error_of_a_request_has_a_status() -> None:
    assert problem_of(errors.InvalidParameter("q", "non"), "/").status == 400
    assert problem_of(errors.IndexCorrupt("/var/secret"), "/").detail == "L’index publié est endommagé."
    assert problem_of(errors.BuildLocked("en cours"), "/").status == 500
    assert {status for status, _ in STATUSES.values()} == {400, 404, 501, 503}


@pytest.mark.parametrize(
    "path", ["/", "/recherche?q=a", "/api/v1/search", "/health", "/nulle-part", "/static/style.css", "/recherche?page=x"]
)
def test_every_answer_carries_the_security_headers_and_no_cookie(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "set-cookie" not in headers
