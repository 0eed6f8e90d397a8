"""An index written by an earlier version opens and answers, for ever."""

from pathlib import Path

import pytest

from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.query import Every, Phrase, Term
from tests.portal import ITEMS

FOLDERS = sorted(Path(__file__).parent.glob("format-*"))


def test_there_is_an_index_of_the_first_format() -> None:
    assert FOLDERS[0].name == "format-1"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_old_index_still_holds_all_its_documents(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    assert sorted(engine.ids()) == sorted(item.id for item in ITEMS)
    assert engine.documents([item.id for item in ITEMS]) == list(ITEMS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_old_index_still_answers(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    found = {
        name: [match.id for match in engine.search(EngineQuery(query)).hits]
        for name, query in {
            "stem": Term("body", "zinzolin"),
            "exact": Term("title_exact", "webinaire"),
            "label": Term("country", "senegal"),
            "phrase": Phrase("body_exact", ["du", "matin", "au", "soir"]),
        }.items()
    }
    assert found["stem"] == ["guide-aict"]
    assert sorted(found["exact"]) == ["eau-togo", "retour-eau-togo"]
    assert sorted(found["label"]) == ["appel-jeunesse", "festival"]
    assert found["phrase"] == ["photo-kpalime"]
    assert engine.search(EngineQuery(Every(), sort="date")).hits[0].id == "festival"
