"""Services seldom look for cycles among all objects, and lose nothing by it: what they drop is in none."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import Index
from search.request import SearchRequest
from tests.built import BuiltPortals
from trouvaille.cycles import RARELY, collect_rarely


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Leaves the collector of this process as it was."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


def test_only_the_collection_of_all_objects_is_rarer() -> None:
    before = gc.get_threshold()
    collect_rarely()
    assert gc.get_threshold() == (*before[:2], RARELY)
    assert gc.get_freeze_count() > 0


def test_an_index_that_nobody_uses_is_freed_without_looking_for_cycles(built: BuiltPortals, tmp_path: Path) -> None:
    portal = built(tmp_path / "portail")
    gc.disable()
    index = Index.live(portal)
    for text in ("coopération décentralisée Togo", '+eau -"forage"', "jumelaje", "FCT"):
        index.search(SearchRequest(text=text, explain=True))
        index.suggest(text)
    index.related(index.any_related())
    parts = [weakref.ref(part) for part in (index, index._engine, index._related, index._interpreter, index._suggestions)]
    index.close()
    del index
    assert [part() for part in parts] == [None] * len(parts)
