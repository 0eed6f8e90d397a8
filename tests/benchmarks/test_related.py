import json
from pathlib import Path

import pytest

from benchmarks import related, related_trials, side_by_side
from search.document import encode
from tests.portal import ITEMS


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """The small portal, where the editors link the webinar to what came of it, and nothing else."""
    folder = tmp_path / "collection"
    folder.mkdir()
    records = [json.loads(encode(item)) for item in ITEMS]
    records[0]["related"] = ["retour-eau-togo"]
    records[2]["related"] = ["appel-jeunesse"]
    (folder / "docs.jsonl").write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return folder


def test_every_setting_is_measured_on_the_editors_links(collection: Path, tmp_path: Path) -> None:
    related.main(["--collection", str(collection), "--json", str(tmp_path / "rows.json")])
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [row["setting"] for row in rows] == ["scikit-learn TF-IDF", *related.SETTINGS]
    assert all(row["related ndcg@10"] == row["hit@5"] == 1.0 for row in rows[:2])


def test_a_collection_without_links_is_refused(collection: Path) -> None:
    lines = (collection / "docs.jsonl").read_text("utf-8").replace('"related"', '"unrelated"')
    (collection / "docs.jsonl").write_text(lines, "utf-8")
    with pytest.raises(SystemExit, match="no links of editors"):
        related.main(["--collection", str(collection)])


def test_two_settings_stand_side_by_side_with_their_reasons(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--collection", str(collection), "--second", "mention=0,title=2", "--items", "9", "--width", "160"]
    side_by_side.main(arguments)
    shown = capsys.readouterr().out
    assert "in use" in shown
    assert "title=2.0, mention=0.0" in shown
    assert "Compte rendu du même événement" in shown
    side_by_side.main(arguments)
    assert capsys.readouterr().out == shown


def test_an_unknown_setting_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        side_by_side.main(["--first", "magic=1"])
    assert "known: title, opening" in capsys.readouterr().err


def test_what_was_tried_is_measured_on_the_same_links(
    collection: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(related_trials, "LATENT", (2,))
    related_trials.main(["--collection", str(collection)])
    lines = capsys.readouterr().out.splitlines()
    assert "in use  related ndcg@10 1.0000" in lines[0]
    assert len(lines) == 12
