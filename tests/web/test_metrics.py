import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.build import build
from indexer.publish import build_lock
from search.errors import BuildRefused
from search.generation import last_run
from tests.indexer.records import ListSource, source_of
from tests.portal import ITEMS
from tests.web.conftest import TODAY
from web.app import create_app
from web.measures import BOUNDS, Measures
from web.settings import WebSettings

SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+$')


def values(text: str) -> dict[str, float]:
    """Each sample of an exposition, whose lines all have the right form."""
    samples = [line for line in text.splitlines() if not line.startswith("# ")]
    assert [line for line in samples if not SAMPLE.match(line)] == []
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in samples)}


def test_requests_are_counted_by_route_never_by_what_was_asked(portal: Path) -> None:
    with TestClient(create_app(WebSettings(portal), today=lambda: TODAY)) as client:
        for _ in range(3):
            client.get("/api/v1/search?q=zinzolin")
        client.get("/recherche?q=zinzolin")
        client.get("/api/v1/items/inconnu")
        client.get("/nulle-part/zinzolin")
        client.post("/api/v1/related", json={"text": "zinzolin"})
        answer = client.get("/metrics")
    found = values(answer.text)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert found['trouvaille_http_request_seconds_count{route="api-search"}'] == 3
    assert found['trouvaille_http_responses_total{route="api-search",class="2xx"}'] == 3
    assert found['trouvaille_http_responses_total{route="api-item",class="4xx"}'] == 1
    assert found['trouvaille_http_responses_total{route="other",class="4xx"}'] == 1
    assert found['trouvaille_http_request_seconds_count{route="api-related-text"}'] == 1
    assert found["trouvaille_ready"] == 1
    assert found["trouvaille_generation_age_seconds"] >= 0
    assert "zinzolin" not in answer.text


def test_buckets_are_cumulated_and_end_with_all(portal: Path) -> None:
    with TestClient(create_app(WebSettings(portal), today=lambda: TODAY)) as client:
        for query in ("eau", "Togo", "jumelage"):
            client.get(f"/api/v1/search?q={query}")
        found = values(client.get("/metrics").text)
    prefix = 'trouvaille_http_request_seconds_bucket{route="api-search",le='
    buckets = [value for name, value in found.items() if name.startswith(prefix)]
    assert buckets == sorted(buckets)
    assert len(buckets) == len(BOUNDS) + 1
    assert buckets[-1] == 3
    assert found['trouvaille_http_request_seconds_sum{route="api-search"}'] > 0


def test_workers_count_together_and_those_that_ended_stay(tmp_path: Path) -> None:
    first = Measures(["a", "b"], tmp_path)
    (own,) = tmp_path.iterdir()
    first.observe("a", 200, 0.0004)
    first.observe("a", 503, 99)
    own.rename(tmp_path / "1.counts")  # as if another process had counted
    second = Measures(["a", "b"], tmp_path)
    second.observe("a", 200, 0.003)
    ((route, measure),) = second.of_routes()
    assert (route, measure.count, measure.classes["2xx"], measure.classes["5xx"]) == ("a", 3, 2, 1)
    assert measure.buckets[0] == measure.buckets[BOUNDS.index(0.005)] == measure.buckets[-1] == 1
    assert measure.seconds == pytest.approx(99.0034)


def test_without_an_index_it_says_so(empty_client: TestClient) -> None:
    found = values(empty_client.get("/metrics").text)
    assert found["trouvaille_ready"] == 0
    assert "trouvaille_last_run_success" not in found


def test_the_last_build_is_told_with_its_outcome(tmp_path: Path) -> None:
    before = time.time()
    build([source_of(ITEMS)], tmp_path)
    with TestClient(create_app(WebSettings(tmp_path), today=lambda: TODAY)) as client:
        found = values(client.get("/metrics").text)
        assert (found["trouvaille_last_run_success"], found["trouvaille_last_run_running"]) == (1, 0)
        assert before - 1 <= found["trouvaille_last_run_started_seconds"] <= time.time()
        with pytest.raises(BuildRefused):
            build([ListSource([])], tmp_path)
        found = values(client.get("/metrics").text)
        assert found["trouvaille_last_run_success"] == 0
        with build_lock(tmp_path, "update"):
            assert values(client.get("/metrics").text)["trouvaille_last_run_running"] == 1


def test_the_record_of_a_long_outcome_is_replaced_whole(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), build_lock(tmp_path, "build"):
        raise ValueError("x")
    with build_lock(tmp_path):  # a pruning records nothing
        pass
    run = last_run(tmp_path)
    assert run is not None
    assert (run.action, run.outcome) == ("build", "ValueError")
