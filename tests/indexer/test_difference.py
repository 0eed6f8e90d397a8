from pathlib import Path

import msgspec
import numpy as np
import pytest

from indexer.build import build
from indexer.difference import SHOWN, difference
from search.document import Document
from search.errors import IndexIncompatible
from search.generation import MANIFEST
from search.index import Index
from tests.indexer.records import source_of
from tests.portal import ITEMS


def test_what_a_generation_adds_changes_and_loses_is_named(tmp_path: Path) -> None:
    first = tmp_path / build([source_of(ITEMS)], tmp_path).generation
    retold = msgspec.structs.replace(ITEMS[1], title="Un autre titre")
    new = Document(id="nouveau", title="Un nouveau contenu")
    second = tmp_path / build([source_of([ITEMS[0], retold, new, *ITEMS[3:]])], tmp_path, prepare=True).generation
    found = difference(first, second)
    assert found is not None
    assert [(one.id, one.title, one.source) for one in found.added.first] == [("nouveau", "Un nouveau contenu", "portail-essai")]
    assert [(one.id, one.title) for one in found.changed.first] == [(ITEMS[1].id, "Un autre titre")]
    assert [(one.id, one.title) for one in found.deleted.first] == [(ITEMS[2].id, ITEMS[2].title)]
    assert found.unchanged == len(ITEMS) - 2
    back = difference(second, first)
    assert back is not None
    assert back.added == found.deleted
    same = difference(first, first)
    assert same is not None
    assert (same.added.count, same.changed.count, same.deleted.count, same.unchanged) == (0, 0, 0, len(ITEMS))


def test_of_a_first_generation_everything_is_new(tmp_path: Path) -> None:
    documents = [Document(id=f"n{number:03}", title=f"Contenu numéro {number}") for number in range(SHOWN + 5)]
    folder = tmp_path / build([source_of(documents)], tmp_path).generation
    found = difference(None, folder)
    assert found is not None
    assert (found.added.count, len(found.added.first), found.deleted.count, found.unchanged) == (SHOWN + 5, SHOWN, 0, 0)


def test_a_generation_that_does_not_tell_what_it_is_made_of_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "ancienne").mkdir()
    assert difference(None, tmp_path / "ancienne") is None
    whole = tmp_path / build([source_of(ITEMS)], tmp_path).generation
    (whole / "contents" / "mirrored.json").write_bytes(b"{")
    assert difference(None, whole) is None


def test_what_an_index_that_cannot_be_opened_any_more_loses_is_counted_without_names(tmp_path: Path) -> None:
    first = tmp_path / build([source_of(ITEMS)], tmp_path).generation
    second = tmp_path / build([source_of(ITEMS[1:])], tmp_path, prepare=True).generation
    manifest = msgspec.json.decode((first / MANIFEST).read_bytes())
    (first / MANIFEST).write_bytes(msgspec.json.encode(manifest | {"analysis": "d’une autre version"}))
    with pytest.raises(IndexIncompatible):
        Index.open(first)
    found = difference(first, second)
    assert found is not None
    assert (found.deleted.count, found.deleted.first, found.unchanged) == (1, (), len(ITEMS) - 1)


def test_what_a_damaged_generation_loses_is_counted_without_names(tmp_path: Path) -> None:
    first = tmp_path / build([source_of(ITEMS)], tmp_path).generation
    second = tmp_path / build([source_of(ITEMS[1:])], tmp_path, prepare=True).generation
    np.save(first / "contents" / "sources.npy", np.full(len(ITEMS), 99, dtype=np.int32))
    found = difference(first, second)
    assert found is not None
    assert (found.deleted.count, found.deleted.first) == (1, ())
