"""A merged table beside its oracle: a model of all the documents with the frequencies of the old table."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.related.extension import _local_model, extend_table
from indexer.related.model import RelatedModel
from search.document import Document
from search.related import NeighbourTable
from tests.indexer.related.portals import documents
from tests.portal import ITEMS


def extended(
    before: list[Document], added: list[Document], removed: list[str], folder: Path
) -> tuple[NeighbourTable, NeighbourTable]:
    """The old table and the merged one."""
    before = sorted(before, key=lambda one: one.id)
    by_id = {one.id: one for one in before}
    RelatedModel().learn(before).save(folder / "old")
    extend_table(folder / "old", folder / "new", added, removed, lambda ids: [by_id[item] for item in ids])
    return NeighbourTable(folder / "old"), NeighbourTable(folder / "new")


def ids(table: NeighbourTable, item: str) -> list[str]:
    return [one.document.id for one in table.of_row(table.row_of(item), 20)]


@settings(max_examples=12, deadline=None)
@given(documents(), st.data())
def test_what_is_added_is_related_as_if_it_had_always_been_there(portal: list[Document], data: st.DataObject) -> None:
    new = {one.id for one in data.draw(st.lists(st.sampled_from(portal), min_size=1, max_size=3))} - {portal[0].id}
    before, added = [one for one in portal if one.id not in new], [one for one in portal if one.id in new]
    with TemporaryDirectory() as folder:
        old, merged = extended(before, added, [], Path(folder))
        oracle = _local_model(old, portal, RelatedModel().settings)
    assert list(merged.strings["ids"]) == [one.id for one in portal]
    for row, document in enumerate(portal):
        found = ids(merged, document.id)
        expected = [portal[other].id for other in oracle.neighbours_.rows[row] if other >= 0]
        groups = [merged.arrays["groups"][merged.row_of(other)] for other in (document.id, *found)]
        assert len(set(groups)) == len(groups)
        if document.id in new:
            assert sorted(found) == sorted(expected)
            scores = [one.score for one in merged.of_row(row, 20)]
            assert scores == pytest.approx(oracle.neighbours_.scores[row][: len(scores)].tolist(), abs=1e-4)


FEW = [one for one in ITEMS if one.id != "retour-eau-togo"]
REPORT = next(one for one in ITEMS if one.id == "retour-eau-togo")


def test_an_added_report_gets_and_gives_suggestions_at_once(tmp_path: Path) -> None:
    old, merged = extended(FEW, [REPORT], [], tmp_path)
    assert old.row_of(REPORT.id) == -1
    assert ids(merged, REPORT.id)[0] == "eau-togo"
    assert ids(merged, "eau-togo")[0] == REPORT.id
    first = merged.of_row(merged.row_of("eau-togo"), 1)[0]
    assert {reason.type for reason in first.reasons} >= {"report", "country", "theme", "words"}
    assert merged.item_at(REPORT.url) == REPORT.id


def test_what_is_removed_is_suggested_no_more(tmp_path: Path) -> None:
    _, merged = extended(list(ITEMS), [], ["eau-togo"], tmp_path)
    assert merged.row_of("eau-togo") == -1
    assert all("eau-togo" not in ids(merged, one.id) for one in ITEMS if one.id != "eau-togo")
    assert merged.item_at(ITEMS[0].url) is None


def test_a_changed_item_has_the_suggestions_of_its_new_text(tmp_path: Path) -> None:
    changed = Document(
        id="festival", title="Festival du marché de Kpalimé", body="Tissus, ignames et marché togolais.", countries=("Togo",)
    )
    _, merged = extended(list(ITEMS), [changed], [], tmp_path)
    assert ids(merged, "festival")[0] == "photo-kpalime"
    assert len(merged.strings["ids"]) == len(ITEMS)
    assert merged.card(merged.row_of("festival")).title == changed.title


def test_nothing_changes_where_nothing_is_merged(tmp_path: Path) -> None:
    old, merged = extended(list(ITEMS), [], [], tmp_path)
    for name, array in old.arrays.items():
        assert np.allclose(array, merged.arrays[name]), name
    for name, strings in old.strings.items():
        assert list(strings) == list(merged.strings[name]), name


def test_words_that_no_text_had_are_found_in_what_is_added(tmp_path: Path) -> None:
    pair = [Document(id=f"neuf-{n}", title="Le crapaud accoucheur", body="Un batracien dans la mare.") for n in (1, 2)]
    pair[1] = Document(id="neuf-2", title="Le batracien de la mare", body="Crapaud et autres animaux.")
    _, merged = extended(list(ITEMS), pair, [], tmp_path)
    found = merged.of_row(merged.row_of("neuf-1"), 1)[0]
    assert found.document.id == "neuf-2"
    assert set(found.reasons[0].values) <= {"crapaud", "batracien", "mare"}
