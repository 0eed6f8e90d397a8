from pathlib import Path

import pytest

from benchmarks import inputs, options
from benchmarks.inputs import read_inputs


def _read(work: Path, *arguments: str) -> inputs.Inputs:
    return read_inputs(options.parser("test").parse_args(arguments), work)


def _collection(folder: Path) -> Path:
    folder.mkdir()
    lines = [f'{{"id": "{number}", "title": "Titre {number}", "type": "article"}}' for number in range(5)]
    (folder / "docs.jsonl").write_text("\n".join([*lines, '{"id": "sans titre"}', lines[0]]), "utf-8")
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "jumelage"}\n', "utf-8")
    return folder


def test_without_a_collection_the_sample_portal_stands_in_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = _read(tmp_path, "--ask=10")
    assert (read.corpus.number, len(read.queries)) == (inputs.SAMPLE_NUMBER, 10)
    assert "sample portal" in read.description["note"]
    assert read.description["note"] in capsys.readouterr().out


def test_a_collection_brings_its_documents_and_its_queries(tmp_path: Path) -> None:
    folder = _collection(tmp_path / "essai")
    read = _read(tmp_path, f"--collection={folder}")
    assert [document.id for document in read.corpus] == ["0", "1", "2", "3", "4"]
    assert read.queries == ("jumelage",)
    assert (read.description["collection"], read.description["queries"]) == ("essai", "essai")


def test_a_collection_can_be_cut_and_repeated(tmp_path: Path) -> None:
    folder = _collection(tmp_path / "essai")
    read = _read(tmp_path, f"--collection={folder}", "--limit=2", "--repeat=2")
    assert [document.id for document in read.corpus] == ["0", "1", "0~1", "1~1"]
    assert (read.description["documents"], read.description["distinct_documents"]) == (4, 2)
