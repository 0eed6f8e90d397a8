import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import judgements, relevance
from benchmarks.contender import OURS
from benchmarks.corpus import write
from indexer.collection import read_collection
from indexer.evaluation import evaluate
from tests.benchmarks.conftest import require
from tests.portal import ITEMS

QUERIES = {
    ("q1", "assainissement", "eau"): {"eau-togo": 2, "retour-eau-togo": 1},
    ("q2", "l’assainissement au Togo", "eau"): {"eau-togo": 2, "retour-eau-togo": 1},
    ("q3", "coopération décentralisée", "coop"): {"jumelage-benin": 1, "appel-jeunesse": 1},
    ("q4", "zinzolin", "couleur"): {"eau-togo": 1},
}
NOTHING_RIGHT = 1 / 3
"""The share of the topics above whose query finds none of its documents."""


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """The small portal with judgements."""
    folder = tmp_path / "essai"
    folder.mkdir()
    write(ITEMS, folder / "docs.jsonl")
    lines = [json.dumps({"id": identifier, "text": text, "topic": topic}) for identifier, text, topic in QUERIES]
    (folder / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    rows = [f"{query[0]}\t{document}\t{grade}" for query, grades in QUERIES.items() for document, grade in grades.items()]
    (folder / "qrels.tsv").write_text("\n".join(rows), "utf-8")
    return folder


def _measure(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    path = tmp_path / "relevance.json"
    relevance.main([f"--json={path}", *arguments])
    written: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return written


def _medians(written: dict[str, Any], engine: str) -> dict[str, float]:
    return {result["metric"]: result["median"] for result in written["results"] if result["engine"] == engine}


@require("tantivy", "bm25s", "Stemmer")
def test_every_engine_is_measured_on_the_same_topics(tmp_path: Path, collection: Path) -> None:
    written = _measure(tmp_path, f"--collection={collection}")
    assert written.keys() == {"machine", "inputs", "runs", "results"}
    assert (written["inputs"]["documents"], written["inputs"]["number_of_queries"]) == (len(ITEMS), len(QUERIES))
    assert written["inputs"]["number_of_topics"] == 3
    for engine in relevance.ENGINES:
        assert _medians(written, engine)["essai_recall@100"] == pytest.approx(1 - NOTHING_RIGHT, abs=1e-4)
        assert 0.5 < _medians(written, engine)["essai_ndcg@10"] <= 0.6667


def test_ours_is_what_evaluate_says(tmp_path: Path, collection: Path) -> None:
    told = _medians(_measure(tmp_path, f"--collection={collection}", f"--engines={OURS}"), OURS)
    expected = evaluate(read_collection(collection), alone=True).measures
    assert told == {f"essai_{name}": pytest.approx(value, abs=1e-4) for name, value in expected.items()}


def test_what_ours_has_over_a_peer_is_told_with_its_deviation(tmp_path: Path, collection: Path) -> None:
    written = _measure(tmp_path, f"--collection={collection}", f"--engines={OURS},fts5")
    ours, peer = _medians(written, OURS), _medians(written, "fts5")
    over = ours["essai_ndcg@10"] - peer["essai_ndcg@10"]
    assert ours["essai_ndcg@10_over_fts5"] == pytest.approx(over, abs=1e-4)
    assert ours["essai_ndcg@10_over_fts5_deviation"] >= 0


def test_a_peer_alone_is_compared_with_nothing(tmp_path: Path, collection: Path) -> None:
    written = _measure(tmp_path, f"--collection={collection}", "--engines=fts5", "--ask=2")
    assert written["inputs"]["number_of_queries"] == 2
    assert not [result for result in written["results"] if "_over_" in result["metric"]]


def test_without_collections_known_items_stand_in_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(judgements, "KNOWN_ITEMS", 30)
    written = _measure(tmp_path, "--engines=fts5")
    assert "absent" in written["inputs"]["note"]
    assert "nothing of relevance" in written["inputs"]["note"]
    assert written["inputs"]["note"] in capsys.readouterr().out
    assert _medians(written, "fts5")["sample_recall@100"] > 0.9
