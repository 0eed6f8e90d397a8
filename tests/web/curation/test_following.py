"""Pinned results and synonyms made in the browser are served live, and wrong files change nothing."""

import logging
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from starlette.testclient import TestClient

from search.curation import FOLDER
from tests.web.conftest import TODAY
from web.app import create_app
from web.settings import WebSettings

PIN = '[[pin]]\nquery = "piscine"\nitems = ["photo-kpalime", "guide-aict"]\n'


@pytest.fixture
def own(portal: Path, tmp_path: Path) -> Path:
    """A copy of the portal, to be changed."""
    folder = copytree(portal, tmp_path / "portail")
    (folder / FOLDER).mkdir()
    return folder


@pytest.fixture
def visitor(own: Path, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(WebSettings(own, synonyms=tmp_path / "synonyms.toml"), today=lambda: TODAY)) as client:
        yield client


def refresh(client: TestClient) -> None:
    client.app.state.live.refresh()  # type: ignore[attr-defined]


def test_a_pinned_result_shows_at_once_in_the_api_and_on_the_page(visitor: TestClient, own: Path) -> None:
    before = visitor.get("/api/v1/search?q=piscines")
    assert before.json()["total"] == 0
    (own / FOLDER / "pins.toml").write_text(PIN, "utf-8")
    refresh(visitor)
    found = visitor.get("/api/v1/search?q=piscines", headers={"If-None-Match": before.headers["etag"]}).json()
    assert [(hit["id"], hit["pinned"], hit["score"]) for hit in found["hits"]] == [
        ("photo-kpalime", True, 0.0),
        ("guide-aict", True, 0.0),
    ]
    assert found["total"] == 2
    page = visitor.get("/recherche?q=piscine").text
    assert page.count("Choix de la rédaction") == 2
    assert "Sans\u00a0:" not in page
    assert not any(hit["pinned"] for hit in visitor.get("/api/v1/search?q=marché").json()["hits"])


def test_filters_and_pages_hold_for_pinned_results_too(visitor: TestClient, own: Path) -> None:
    (own / FOLDER / "pins.toml").write_text(PIN.replace("piscine", "togo"), "utf-8")
    refresh(visitor)
    pages = [visitor.get(f"/api/v1/search?q=togo&size=2&page={page}").json() for page in range(1, 6)]
    ids = [hit["id"] for page in pages for hit in page["hits"]]
    assert ids[:2] == ["photo-kpalime", "guide-aict"]
    assert len(ids) == len(set(ids)) == pages[0]["total"]
    assert [hit["id"] for hit in visitor.get("/api/v1/search?q=togo&media=photo").json()["hits"]] == ["photo-kpalime"]


def test_both_files_of_synonyms_count(visitor: TestClient, own: Path, tmp_path: Path) -> None:
    (tmp_path / "synonyms.toml").write_text('[[synonym]]\nfrom = "piscine"\nto = ["zinzolin"]\n', "utf-8")
    refresh(visitor)
    (own / FOLDER / "synonyms.toml").write_text('[[synonym]]\nfrom = "piscine"\nto = ["igname"]\n', "utf-8")
    refresh(visitor)
    assert {hit["id"] for hit in visitor.get("/api/v1/search?q=piscine").json()["hits"]} == {"guide-aict", "photo-kpalime"}


def test_a_file_that_becomes_wrong_is_told_and_changes_nothing(
    visitor: TestClient, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = own / FOLDER / "pins.toml"
    file.write_text(PIN, "utf-8")
    refresh(visitor)
    with caplog.at_level(logging.ERROR, "trouvaille.web"):
        file.write_text(PIN + "\n[[pin]]\nquery = 3", "utf-8")
        refresh(visitor)
    assert visitor.get("/api/v1/search?q=piscine").json()["total"] == 2
    assert "ligne 5" in caplog.text
    file.unlink()
    refresh(visitor)
    assert visitor.get("/api/v1/search?q=piscine").json()["total"] == 0
