"""Which requests count as a search."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TODAY
from tests.web.statistics.conftest import Asking
from tests.web.test_metrics import values
from web.app import create_app
from web.settings import WebSettings
from web.statistics.reading import known_queries
from web.statistics.settings import StatisticsSettings


def counts(client: TestClient) -> tuple[float, float]:
    found = values(client.get("/metrics").text)
    return found["trouvaille_searches_total"], found["trouvaille_searches_without_result_total"]


@pytest.mark.parametrize("counting", [True, False], ids=["counting queries", "not counting queries"])
def test_first_pages_with_words_count_from_the_page_and_the_api(portal: Path, settings: StatisticsSettings, counting: bool) -> None:
    app = create_app(WebSettings(portal, statistics=settings if counting else None), today=lambda: TODAY)
    with TestClient(app) as client:
        for path in ("/recherche?q=eau", "/api/v1/search?q=eau", "/api/v1/search?q=introuvable", "/recherche?q=introuvable"):
            assert client.get(path).status_code == 200
        for path in ("/recherche?q=eau&page=2", "/recherche", "/recherche?country=Togo", "/api/v1/search?q=eau&size=0"):
            assert client.get(path).status_code == 200
        assert client.get("/api/v1/suggest?q=introuvable").status_code == 200
        assert counts(client) == (4, 2)
    assert settings.file.exists() == counting


def test_no_header_of_a_visitor_reaches_the_store(portal: Path, settings: StatisticsSettings) -> None:
    asking = Asking(settings)
    app = create_app(WebSettings(portal, statistics=settings), today=lambda: TODAY)
    app.state.recorder = asking.recorder
    headers = {
        "User-Agent": "Navigateur-Zz",
        "Referer": "https://visiteur.example/",
        "Cookie": "qui=visiteuse",
        "X-Forwarded-For": "192.0.2.7",
    }
    with TestClient(app, headers=headers) as client:
        for day in range(2):
            for hour in range(3):
                asking.clock.at(day, hour)
                client.get("/recherche?q=jumelage")
                asking.recorder.write()
    assert [one.text for one in known_queries(settings)] == ["jumelage"]
    content = b"".join(path.read_bytes() for path in settings.file.parent.iterdir())
    for part in (b"Navigateur", b"visiteu", b"192.0.2", b"testclient", b"Mozilla"):
        assert part not in content


def test_a_broken_store_breaks_no_search(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "statistics").write_text("a file where the folder should be")
    settings = StatisticsSettings(tmp_path / "statistics" / "queries.sqlite3")
    app = create_app(WebSettings(portal, statistics=settings), today=lambda: TODAY)
    with TestClient(app) as client:
        assert client.get("/recherche?q=eau").status_code == 200
        app.state.recorder.write()
        assert client.get("/recherche?q=eau").status_code == 200
        assert values(client.get("/metrics").text)["trouvaille_statistics_failures_total"] == 1
