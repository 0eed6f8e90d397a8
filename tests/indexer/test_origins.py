from pathlib import Path
from shutil import rmtree

from indexer.build import build
from indexer.origins import live_documents
from search.generation import live_folder
from tests.indexer.records import source_of
from tests.portal import ITEMS


def test_a_generation_knows_which_source_gave_what(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:], "deux")], tmp_path)
    assert {item.id for item in live_documents(tmp_path, "un", ())} == {item.id for item in ITEMS[:4]}
    assert [item.id for item in live_documents(tmp_path, "un", [item.id for item in ITEMS[1:]])] == [ITEMS[0].id]
    assert list(live_documents(tmp_path, "trois", ())) == []


def test_where_nothing_is_live_or_known_there_is_nothing(tmp_path: Path) -> None:
    assert list(live_documents(tmp_path, "un", ())) == []
    build([source_of(ITEMS, "un")], tmp_path)
    rmtree(live_folder(tmp_path) / "contents")
    assert list(live_documents(tmp_path, "un", ())) == []
