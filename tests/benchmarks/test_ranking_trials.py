from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import judgements, ranking_trials
from benchmarks.judgements import known_items
from search.ranking import WEIGHTS
from tests.portal import ITEMS


def test_each_trial_tells_its_measures_and_the_change(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        ranking_trials,
        "TRIALS",
        {"bodies before all": {"fields": dict.fromkeys(("title", "summary", "themes"), 0.01) | {"body": 9.0}}},
    )
    folder = known_items(ITEMS, tmp_path / "connus")
    ranking_trials.main([f"--collection={folder}"])
    usual, trial = [line.split("  ") for line in capsys.readouterr().out.splitlines()[-2:]]
    assert usual[:2] == ["connus", "in use"]
    assert trial[1] == "bodies before all"
    before, after = (float(line[2].removeprefix("ndcg@10 ")) for line in (usual, trial))
    change, deviation = trial[-1].split(" ± ")
    assert 0.5 < before <= 1.0
    assert float(change) == pytest.approx(after - before, abs=2e-4)
    assert float(deviation) >= 0


def test_every_trial_changes_weights_that_there_are() -> None:
    for changes in ranking_trials.TRIALS.values():
        assert replace(WEIGHTS, **changes) != WEIGHTS


def test_without_queries_known_items_are_asked(tmp_path: Path) -> None:
    folder = known_items(ITEMS, tmp_path / "connus")
    (folder / "queries.jsonl").unlink()
    (folder / "qrels.tsv").unlink()
    (collection,), _ = judgements.judged_collections([folder], None, tmp_path / "ailleurs")
    assert collection.queries
    assert collection.name == "connus"
