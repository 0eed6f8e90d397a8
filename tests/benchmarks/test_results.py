import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.results import compare, figure, latency, publish, table


def _results():  # type: ignore[no-untyped-def]
    return [
        latency("trouvaille", "top10_total", [np.full(4, 2.0)]),
        latency("trouvaille", "top10_total_facets3", [np.full(4, 3.0)], compared_with="top10_total"),
        latency("tantivy", "top10_total", [np.full(4, 4.0)]),
        figure("trouvaille", "size", "MiB", [30.0, 10.0, 20.0]),
        figure("tantivy", "size", "MiB", [10.0]),
    ]


def test_ratios_divide_by_the_reference_that_measured_the_same() -> None:
    ours, facets, tantivy, size, _ = results = _results()
    compare(results)
    assert ours.ratios == {"ratio_to_tantivy": 0.5, "p99_ratio_to_tantivy": 0.5}
    assert facets.ratios["ratio_to_tantivy"] == pytest.approx(0.75)
    assert size.ratios == {"ratio_to_tantivy": 2.0}
    assert tantivy.ratios == {}


def test_sizes_of_the_corpus_are_compared_each_with_its_own() -> None:
    results = [
        figure(name, "size", "MiB", [value], size)
        for name, value, size in (("trouvaille", 6, 1), ("tantivy", 2, 1), ("tantivy", 3, 2))
    ]
    compare(results)
    assert results[0].ratios == {"ratio_to_tantivy": 3.0}


def test_results_are_written_as_promised(tmp_path: Path) -> None:
    path = tmp_path / "new" / "search.json"
    publish({"collection": "essai"}, 3, _results(), path)
    written = json.loads(path.read_text("utf-8"))
    assert written.keys() == {"machine", "inputs", "runs", "results"}
    assert written["machine"].keys() >= {"processor", "cores", "memory_gib", "python", "packages"}
    assert written["results"][0] == {
        "engine": "trouvaille",
        "metric": "top10_total",
        "unit": "ms",
        "median": 2.0,
        "p50": 2.0,
        "p99": 2.0,
        "ratio_to_tantivy": 0.5,
        "p99_ratio_to_tantivy": 0.5,
    }
    assert written["results"][3]["p99"] is None


def test_the_table_is_markdown_with_a_column_for_each_ratio() -> None:
    results = _results()
    compare(results)
    lines = table(results).splitlines()
    assert "/ tantivy" in lines[0]
    assert "p99 / tantivy" in lines[0]
    assert "0.50 ×" in lines[2]
    assert len({line.count("|") for line in lines}) == 1
