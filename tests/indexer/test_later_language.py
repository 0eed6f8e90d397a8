from collections.abc import Sequence
from pathlib import Path

from indexer.language import learn_language
from indexer.later_language import save_later_language
from search.document import Document
from search.suggestions import Suggestions
from tests.portal import ITEMS

LONG = Document(id="long", title="Amarante " + "des jardins partagés " * 20, url="https://portail.example/amarante")


def none_to_read(ids: Sequence[str]) -> list[Document]:
    assert not ids
    return []


def test_a_deleted_item_leaves_the_suggestions_however_long_its_title(tmp_path: Path) -> None:
    learn_language([*ITEMS, LONG], tmp_path / "learnt")
    assert [one.url for one in Suggestions(tmp_path / "learnt").complete("amarante", 5)] == [LONG.url]
    save_later_language(tmp_path / "learnt", None, tmp_path / "since", [], [], [LONG], none_to_read)
    assert Suggestions(tmp_path / "learnt", tmp_path / "since").complete("amarante", 5) == []


def test_an_item_whose_long_title_changed_beyond_what_is_shown_is_proposed_once(tmp_path: Path) -> None:
    learn_language([*ITEMS, LONG], tmp_path / "learnt")
    changed = Document(id=LONG.id, title=LONG.title + "et fleuris", url=LONG.url)
    save_later_language(tmp_path / "learnt", None, tmp_path / "since", [LONG.id], [changed], [LONG], none_to_read)
    found = Suggestions(tmp_path / "learnt", tmp_path / "since").complete("amarante", 5)
    assert [one.url for one in found] == [LONG.url]
