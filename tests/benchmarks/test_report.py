from pathlib import Path

import msgspec
import numpy as np
import pytest

from benchmarks.results import Result, figure, latency, publish
from tests.benchmarks.conftest import require

pytestmark = require("matplotlib")

INPUTS = {"collection": "essai", "documents": 40, "queries": "essai", "number_of_queries": 6}
RUN = [np.array([0.1, 0.2, 4.0])]


def _figures(metric: str, unit: str, documents: int | None = None) -> list[Result]:
    return [figure(engine, metric, unit, [value], documents) for engine, value in (("trouvaille", 3.0), ("tantivy", 2.0))]


RESULTS = {
    "search": [latency(engine, "top10_total", RUN) for engine in ("trouvaille", "tantivy", "fts5", "bm25s", "whoosh")],
    "build": [*_figures("build_speed", "documents/s"), *_figures("size", "MiB"), *_figures("build_memory", "MiB")],
    "scale": [
        result
        for size in (10_000, 75_000)
        for result in (
            latency("trouvaille", "top10_total", RUN, documents=size),
            latency("tantivy", "top10_total", RUN, documents=size),
            *_figures("build_speed", "documents/s", size),
            *_figures("size", "MiB", size),
            *_figures("serving_memory", "MiB", size),
            *_figures("first_answer", "s", size),
        )
    ],
    "http": [
        figure("bare", "requests_per_second", "requests/s", [2000.0]),
        figure("trouvaille", "search_requests_per_second", "requests/s", [500.0]),
    ],
    "update": _figures("change_shown", "s"),
    "relevance": [*_figures("cdtn_ndcg@10", "mean", 925), *_figures("piaf_ndcg@10", "mean", 1518)],
}


def test_every_benchmark_with_results_becomes_a_picture(tmp_path: Path) -> None:
    from benchmarks import report

    for name, results in RESULTS.items():
        publish(INPUTS, 2, results, tmp_path / "results" / f"{name}.json")
    report.main([f"--results={tmp_path / 'results'}", f"--images={tmp_path / 'images'}"])
    pictures = {path.name: path.read_bytes() for path in (tmp_path / "images").iterdir()}
    assert pictures.keys() == {f"benchmark-{name}.png" for name in RESULTS}
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())


def test_the_same_results_give_the_same_picture(tmp_path: Path) -> None:
    from benchmarks import report

    publish(INPUTS, 2, RESULTS["update"], tmp_path / "update.json")
    pictures = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        report.main([f"--results={tmp_path}", f"--images={folder}"])
        pictures.append((folder / "benchmark-update.png").read_bytes())
    assert pictures[0] == pictures[1]


def test_without_results_it_says_how_to_get_them(tmp_path: Path) -> None:
    from benchmarks import report

    with pytest.raises(SystemExit, match="make bench"):
        report.main([f"--results={tmp_path}", f"--images={tmp_path / 'images'}"])


def test_what_a_search_does_more_is_named() -> None:
    from benchmarks.report import search_chart

    rows = [
        msgspec.to_builtins(latency("trouvaille", metric, RUN))
        for metric in ("top10_total", "top10_total_facets3", "top10_total_refined")
    ]
    labels = [label.get_text() for label in search_chart(rows).axes[0].get_yticklabels()]
    assert sorted(labels) == ["Trouvaille", "Trouvaille, the best ordered again", "Trouvaille, three facets"]
