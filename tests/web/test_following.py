"""A server follows what is published, without an error in between."""

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search.generation import current_generation, replace_file
from tests.portal import ITEMS
from tests.web.conftest import make_generation
from web.app import create_app
from web.settings import WebSettings

PATIENCE = 20.0


def ask_until(client: TestClient, generation: str) -> list[str]:
    """Asks until this generation answers; returns the distinct generations that did, in order. Every answer must be good."""
    seen: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        response = client.get("/api/v1/search?q=togo")
        assert response.status_code == 200
        answer = response.json()
        if answer["generation"] not in seen:
            seen.append(answer["generation"])
        if answer["generation"] == generation:
            return seen
    pytest.fail(f"la génération {generation} n’a pas été servie : {seen}")


def test_a_new_generation_is_served_without_a_failed_request(tmp_path: Path) -> None:
    old = make_generation(tmp_path, ITEMS)
    with TestClient(create_app(WebSettings(tmp_path, follow_every=0.01))) as client:
        first = client.get("/api/v1/search?q=togo")
        new = make_generation(tmp_path, ITEMS[:1])
        assert ask_until(client, new) in ([old, new], [new])
        then = client.get("/api/v1/search?q=togo", headers={"If-None-Match": first.headers["etag"]})
        assert then.status_code == 200
        assert (first.json()["total"], then.json()["total"]) == (5, 1)
        assert client.get("/ready").json()["documents"] == 1
        replace_file(tmp_path / "CURRENT", old)
        assert ask_until(client, old)[-1] == old
        assert client.get("/api/v1/search?q=togo").content == first.content


def test_a_server_that_started_without_an_index_begins_to_serve(empty_client: TestClient, tmp_path: Path) -> None:
    assert empty_client.get("/ready").status_code == 503
    make_generation(tmp_path, ITEMS)
    deadline = time.monotonic() + PATIENCE
    while empty_client.get("/ready").status_code != 200:
        assert time.monotonic() < deadline
    assert empty_client.get("/ready").json()["generation"] == current_generation(tmp_path)


def test_a_service_whose_start_nobody_announced_serves_all_the_same(portal: Path) -> None:
    assert TestClient(create_app(WebSettings(portal))).get("/ready").status_code == 200
