import gzip
from pathlib import Path

import pytest

from indexer.source import Record, Unreadable
from indexer.sources import jsonl
from indexer.sources.jsonl import JsonLinesSource
from search.errors import SourceUnreadable


def read(tmp_path: Path, data: bytes, name: str = "contenus.jsonl") -> list[Record | Unreadable]:
    (tmp_path / name).write_bytes(data)
    return list(JsonLinesSource(tmp_path / name).records())


def codes(records: list[Record | Unreadable]) -> list[str]:
    return [record.code if isinstance(record, Unreadable) else "lu" for record in records]


def test_each_line_is_a_record_with_its_place(tmp_path: Path) -> None:
    data = '\ufeff{"id":"a","title":"Été"}\r\n\n  \n{"id":"b"}'.encode()
    assert read(tmp_path, data) == [
        Record("contenus.jsonl, ligne 1", {"id": "a", "title": "Été"}),
        Record("contenus.jsonl, ligne 4", {"id": "b"}),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id":"a"', "json-invalide"),
        (b'{"id":"a"},', "json-invalide"),
        (b"{'id':'a'}", "json-invalide"),
        (b'{"n": NaN}', "json-invalide"),
        (b'["a"]', "json-invalide"),
        (b"12", "json-invalide"),
        (b"null", "json-invalide"),
        (b'{"id":"\\ud800"}', "json-invalide"),
        (b"[" * 100_000, "json-invalide"),
        (b'{"id":"\xe9t\xe9"}', "encodage"),
        (b'{"id":"\xed\xa0\x80"}', "encodage"),
        (b"\x00\x01\x02", "json-invalide"),
    ],
)
def test_a_broken_line_costs_that_line_only(tmp_path: Path, line: bytes, code: str) -> None:
    records = read(tmp_path, b'{"id":"avant"}\n' + line + b'\n{"id":"apres"}\n')
    assert codes(records) == ["lu", code, "lu"]
    assert records[1].where == "contenus.jsonl, ligne 2"


@pytest.mark.parametrize(("end", "hides"), [(b'{"id":"b", "tit', True), (b'{"id":"b", "tit\n', False), (b'{"id":"b"}', False)])
def test_a_last_line_that_was_cut_may_hide_others(tmp_path: Path, end: bytes, hides: bool) -> None:
    records = read(tmp_path, b'{"id":"a"}\n' + end)
    assert [isinstance(one, Unreadable) and one.hides_others for one in records] == [False, hides]


def test_a_nul_character_is_kept_for_the_cleaning_of_records(tmp_path: Path) -> None:
    (record,) = read(tmp_path, b'{"id":"a\\u0000b"}')
    assert isinstance(record, Record)
    assert record.values == {"id": "a\x00b"}


def test_a_line_beyond_all_measure_is_reported_and_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 64)
    for length in (64, 65, 128, 129, 1000):
        huge = b'{"id":"' + b"x" * (length - 9) + b'"}'
        assert codes(read(tmp_path, b'{"id":"a"}\n' + huge + b'\n{"id":"b"}\n')) == ["lu", "ligne-trop-longue", "lu"]
    assert codes(read(tmp_path, b'{"id":"' + b"x" * 54 + b'"}\n')) == ["lu"]


def test_a_gzipped_file_is_read_alike(tmp_path: Path) -> None:
    assert codes(read(tmp_path, gzip.compress(b'{"id":"a"}\n{"id":"b"}\n'), "docs.jsonl.gz")) == ["lu", "lu"]


@pytest.mark.parametrize("cut", [4, 20, -9, -1])
def test_a_truncated_archive_is_refused(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(b"".join(b'{"id":"%d"}\n' % number for number in range(500)))
    with pytest.raises(SourceUnreadable, match="lecture interrompue"):
        read(tmp_path, packed[:cut], "docs.jsonl.gz")


def test_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="lecture interrompue à la ligne 1"):
        read(tmp_path, b'{"id":"a"}\n', "docs.jsonl.gz")


def test_an_empty_file_has_no_record(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == []


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="fichier illisible"):
        list(JsonLinesSource(tmp_path / "absent.jsonl").records())
