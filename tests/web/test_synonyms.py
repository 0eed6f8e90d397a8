"""The portal's synonyms follow their file while the service runs."""

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search.synonyms_file import NO_SYNONYMS, read_synonyms
from tests.web.conftest import TODAY
from web.app import create_app
from web.followed import Followed
from web.settings import WebSettings

RULE = '[[synonym]]\nfrom = "piscine"\nto = ["zinzolin"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "synonyms.toml"


def total(client: TestClient) -> int:
    return int(client.get("/api/v1/search?q=piscine").json()["total"])


def test_a_new_file_counts_without_a_rebuild_and_changes_the_etag(portal: Path, file: Path) -> None:
    app = create_app(WebSettings(portal, synonyms=file), today=lambda: TODAY)
    with TestClient(app) as client:
        before = client.get("/api/v1/search?q=piscine")
        assert total(client) == 0
        file.write_text(RULE, "utf-8")
        app.state.live.refresh()
        assert total(client) == 1
        known = {"If-None-Match": before.headers["etag"]}
        assert client.get("/api/v1/search?q=piscine", headers=known).status_code == 200


def test_a_file_that_becomes_wrong_is_told_and_changes_nothing(portal: Path, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_text(RULE, "utf-8")
    app = create_app(WebSettings(portal, synonyms=file), today=lambda: TODAY)
    with TestClient(app) as client, caplog.at_level(logging.ERROR, "trouvaille.web"):
        assert total(client) == 1
        file.write_text(RULE + "\n[[synonym]]\nterms = 3", "utf-8")
        app.state.live.refresh()
        assert total(client) == 1
    assert "ligne 5" in caplog.text


def test_a_file_that_goes_leaves_no_synonym(file: Path) -> None:
    file.write_text(RULE, "utf-8")
    followed = Followed(file, read_synonyms, NO_SYNONYMS)
    assert len(followed.read().rules) == 1
    file.unlink()
    assert followed.read().rules == ()
