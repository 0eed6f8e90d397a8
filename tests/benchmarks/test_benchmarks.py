"""Every benchmark from end to end, on the sample portal: what it writes has the promised shape."""

import shutil
from typing import Any

import pytest

from tests.benchmarks.conftest import Measure, require

needs_wrk = pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk missing: apt install wrk")
needs_peers = require("tantivy", "bm25s", "Stemmer")


def _metrics(written: dict[str, Any], engine: str) -> dict[str, dict[str, Any]]:
    return {result["metric"]: result for result in written["results"] if result["engine"] == engine}


def _check_shape(written: dict[str, Any], documents: int | list[int] = 40, runs: int = 2) -> None:
    assert written.keys() == {"machine", "inputs", "runs", "results"}
    assert written["runs"] == runs
    assert written["inputs"]["documents"] == documents
    assert "sample portal" in written["inputs"]["note"]
    for result in written["results"]:
        assert result.keys() >= {"engine", "metric", "unit", "median", "p50", "p99"}
        assert result["median"] >= 0


@needs_peers
def test_search_times_every_engine_beside_tantivy_and_whoosh(measure: Measure) -> None:
    written = measure("search")
    _check_shape(written)
    assert {result["engine"] for result in written["results"]} == {"trouvaille", "tantivy", "fts5", "bm25s", "whoosh"}
    ours = _metrics(written, "trouvaille")
    for metric in ("top10_total", "top10_total_facets3"):
        assert 0 < ours[metric]["p50"] <= ours[metric]["p99"]
        assert {"ratio_to_tantivy", "p99_ratio_to_tantivy", "ratio_to_whoosh", "p99_ratio_to_whoosh"} <= ours[metric].keys()


def test_pages_stand_beside_the_json_of_the_same_question(measure: Measure) -> None:
    written = measure("pages", "--ask=5")
    _check_shape(written)
    for metric in ("search", "item", "search_size", "item_size"):
        assert _metrics(written, "trouvaille")[metric]["ratio_to_json"] > 0
        assert "ratio_to_json" not in _metrics(written, "json")[metric]


def test_search_measures_the_engines_that_are_asked_for(measure: Measure) -> None:
    written = measure("search", "--engines=trouvaille,fts5")
    assert {result["engine"] for result in written["results"]} == {"trouvaille", "fts5"}


@needs_peers
def test_build_tells_speed_size_and_memory(measure: Measure) -> None:
    written = measure("build", "--threads=1", "--runs=1")
    _check_shape(written, runs=1)
    for engine in ("trouvaille", "tantivy", "fts5", "whoosh"):
        assert {metric for metric, result in _metrics(written, engine).items() if result["median"] > 0} == {
            "build_speed",
            "size",
            "build_memory",
        }
    assert "ratio_to_tantivy" in _metrics(written, "trouvaille")["size"]


@needs_peers
def test_scale_measures_each_size_but_one_that_does_not_fit_and_says_so(measure: Measure) -> None:
    written = measure("scale", "--sizes=20,50,9000000", "--runs=1")
    _check_shape(written, [20, 50], runs=1)
    assert "9000000" in written["inputs"]["left_out"]
    ours = [result for result in written["results"] if result["engine"] == "trouvaille"]
    for size in (20, 50):
        of_size = {result["metric"]: result for result in ours if result["documents"] == size}
        assert of_size.keys() >= {"top10_total", "build_speed", "size", "serving_memory", "first_answer"}
        assert "ratio_to_tantivy" in of_size["top10_total"]


@needs_peers
def test_update_waits_until_the_change_shows(measure: Measure) -> None:
    written = measure("update")
    _check_shape(written)
    assert _metrics(written, "trouvaille")["change_shown"]["ratio_to_tantivy"] > 0


@needs_wrk
def test_http_compares_each_route_with_a_bare_one(measure: Measure) -> None:
    written = measure("http", "--seconds=1", "--runs=1")
    rates = _metrics(written, "trouvaille")
    for route in ("search", "related", "not_modified"):
        assert rates[f"{route}_requests_per_second"]["ratio_to_bare"] > 0
    assert _metrics(written, "bare")["requests_per_second"]["median"] > 0


def test_language_times_suggestions_repairs_and_understanding(measure: Measure) -> None:
    written = measure("language")
    _check_shape(written)
    ours = _metrics(written, "trouvaille")
    assert ours.keys() >= {"suggest", "suggest_slowest", "repair", "repair_slowest", "understand", "understand_first", "repaired"}
    assert 0 < ours["suggest"]["p50"] <= ours["suggest"]["p99"]


def test_any_query_asks_hostile_texts_and_tells_the_slowest(measure: Measure) -> None:
    written = measure("any_query", "--number=150")
    _check_shape(written, runs=1)
    ours = _metrics(written, "trouvaille")
    assert ours["any_query_slowest"]["median"] >= ours["any_query_p99"]["median"] >= ours["any_query_p50"]["median"] > 0


def test_portal_update_tells_what_one_change_costs(measure: Measure) -> None:
    written = measure("portal_update", "--runs=1")
    _check_shape(written, runs=1)
    assert 0 < _metrics(written, "trouvaille")["update_size"]["median"] <= 100


def test_publishing_under_load_fails_no_request_and_mixes_no_answer(measure: Measure) -> None:
    written = measure("publish", "--turns=4", "--pause=1.4", "--quiet=0.5", "--workers=2")
    seen = {name: result["median"] for name, result in _metrics(written, "trouvaille").items()}
    assert (seen["failed"], seen["mixed"], seen["old_files_mapped"]) == (0, 0, 0)
    assert seen["answers_of_the_rarer_generation"] > 0
    assert seen["workers"] == 2
