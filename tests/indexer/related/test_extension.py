"""A table with what came since, beside its oracle: a model of all the documents with the frequencies of the table."""

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.related.extension import DocumentsOf, extend_table, local_model
from indexer.related.model import RelatedModel
from search.analysis import ANALYSER
from search.document import Document, without_texts
from search.neighbour_table import NeighbourTable
from search.related import RelatedItems
from search.related_filters import RelatedFilters
from tests.indexer.related.portals import documents
from tests.portal import ITEMS


def extended(
    before: list[Document], added: list[Document], removed: list[str], folder: Path
) -> tuple[NeighbourTable, NeighbourTable]:
    """The table alone, and with what came since."""
    before = sorted(before, key=lambda one: one.id)
    RelatedModel().learn(before).save(folder / "table")
    alone = NeighbourTable(folder / "table")
    extend_table(alone, folder / "since", added, removed, reader_of(before))
    return alone, NeighbourTable(folder / "table", folder / "since")


def reader_of(documents: Sequence[Document]) -> DocumentsOf:
    by_id = {one.id: one for one in documents}
    return lambda ids: [by_id[item] for item in ids]


def ids(table: NeighbourTable, item: str) -> list[str]:
    return [one.document.id for one in RelatedItems(table).of_row(table.row_of(item), 20)]


@settings(max_examples=12, deadline=None)
@given(documents(), st.data())
def test_what_is_added_is_related_as_if_it_had_always_been_there(portal: list[Document], data: st.DataObject) -> None:
    new = {one.id for one in data.draw(st.lists(st.sampled_from(portal), min_size=1, max_size=3))} - {portal[0].id}
    before, added = [one for one in portal if one.id not in new], [one for one in portal if one.id in new]
    with TemporaryDirectory() as folder:
        old, merged = extended(before, added, [], Path(folder))
        oracle = local_model(old, portal, RelatedModel().settings)
    for row, document in enumerate(portal):
        found = ids(merged, document.id)
        expected = [portal[other].id for other in oracle.neighbours_.rows[row] if other >= 0]
        groups = groups_of(merged, [document.id, *found])
        assert len(set(groups)) == len(groups)
        if document.id in new:  # of items that say the same, any may stand for all
            assert sorted(groups[1:]) == sorted(groups_of(merged, expected))
            scores = [one.score for one in RelatedItems(merged).of_row(merged.row_of(document.id), 20)]
            alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, expected, strict=False)))
            # Those behind another one that says the same are judged by how they differ from that one.
            assert scores[:alike] == pytest.approx(oracle.neighbours_.scores[row][:alike].tolist(), abs=1e-4)


def groups_of(table: NeighbourTable, items: Sequence[str]) -> list[int]:
    return [int(table.arrays["groups"][table.row_of(item)]) for item in items]


FEW = [one for one in ITEMS if one.id != "retour-eau-togo"]
REPORT = next(one for one in ITEMS if one.id == "retour-eau-togo")


def test_an_added_report_gets_and_gives_suggestions_at_once(tmp_path: Path) -> None:
    old, merged = extended(FEW, [REPORT], [], tmp_path)
    assert old.row_of(REPORT.id) == -1
    assert ids(merged, REPORT.id)[0] == "eau-togo"
    assert ids(merged, "eau-togo")[0] == REPORT.id
    first = RelatedItems(merged).of_row(merged.row_of("eau-togo"), 1)[0]
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
    assert merged.card(merged.row_of("festival")).title == changed.title


def test_nothing_changes_where_nothing_is_added(tmp_path: Path) -> None:
    alone, merged = extended(list(ITEMS), [], [], tmp_path)
    for item in ITEMS:
        row = alone.row_of(item.id)
        assert RelatedItems(merged).of_row(row, 20, explain=True) == RelatedItems(alone).of_row(row, 20, explain=True)
        assert RelatedItems(merged).of_text(item.body, ANALYSER, 20) == RelatedItems(alone).of_text(item.body, ANALYSER, 20)


@settings(max_examples=8, deadline=None)
@given(documents(), st.data())
def test_what_comes_one_by_one_is_there_as_if_it_came_at_once(portal: list[Document], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.sampled_from(portal[1:]), min_size=1, max_size=4, unique_by=lambda one: one.id))
    removed = data.draw(st.lists(st.sampled_from(portal), max_size=2, unique_by=lambda one: one.id))
    gone = {one.id for one in removed}
    with TemporaryDirectory() as name:
        folder = Path(name)
        RelatedModel().learn(sorted((one for one in portal if one not in new), key=lambda one: one.id)).save(folder / "table")
        table = NeighbourTable(folder / "table")
        for number, one in enumerate(new):
            extend_table(table, folder / str(number), [one], [], reader_of(portal))
            table = NeighbourTable(folder / "table", folder / str(number))
        extend_table(table, folder / "last", [], gone, reader_of(portal))
        table = NeighbourTable(folder / "table", folder / "last")
        for one in portal:
            assert (table.row_of(one.id) < 0) == (one.id in gone)
            if one.id in gone:
                continue
            assert table.card(table.row_of(one.id)) == without_texts(one)
            found = ids(table, one.id)
            assert not gone & {*found, one.id}
            assert len(set(found)) == len(found) <= 20
            scores = [neighbour.score for neighbour in RelatedItems(table).of_row(table.row_of(one.id), 20)]
            assert scores == sorted(scores, reverse=True)
            of_text = [
                neighbour.document.id for neighbour in RelatedItems(table).of_text(f"{one.title} {one.body} Lomé", ANALYSER, 20)
            ]
            assert not gone & set(of_text)


def test_an_item_that_changes_again_and_again_stands_there_once(tmp_path: Path) -> None:
    table, _ = extended(list(ITEMS), [], [], tmp_path)
    changed = ITEMS[0]
    for number in range(3):
        changed = msgspec.structs.replace(changed, title=f"{changed.title} bis", url=f"https://portail.example/Bis-{number}")
        extend_table(table, tmp_path / str(number), [changed], [], reader_of(ITEMS))
        table = NeighbourTable(tmp_path / "table", tmp_path / str(number))
    assert table.item_at("https://portail.example/Bis-2") == changed.id
    assert table.item_at("https://portail.example/Bis-1") is None
    assert table.item_at(ITEMS[0].url) is None
    for item in ITEMS[1:]:
        found = RelatedItems(table).of_row(table.row_of(item.id), 20)
        assert [one.document.title for one in found if one.document.id == changed.id] in ([], [changed.title])


def test_what_is_added_is_found_by_its_text_its_theme_and_its_kind(tmp_path: Path) -> None:
    new = Document(
        id="z", kind="ressource", title="Zinzolin", body="Une teinture zinzoline.", themes=("Couleurs",), countries=("Togo",)
    )
    _, merged = extended(list(ITEMS), [new], [], tmp_path)
    assert [one.document.id for one in RelatedItems(merged).of_text("teinture zinzoline du Togo", ANALYSER, 1)] == ["z"]
    assert "teinture" in RelatedItems(merged).of_text("teinture zinzoline du Togo", ANALYSER, 1)[0].reasons[0].values
    for filters in (RelatedFilters(themes=("couleurs",)), RelatedFilters(kinds=("ressource",), countries=("TOGO",))):
        assert "z" in [one.document.id for one in RelatedItems(merged).of_text("teinture", ANALYSER, 20, filters)]


def test_words_that_no_text_had_are_found_in_what_is_added(tmp_path: Path) -> None:
    pair = [Document(id=f"neuf-{n}", title="Le crapaud accoucheur", body="Un batracien dans la mare.") for n in (1, 2)]
    pair[1] = Document(id="neuf-2", title="Le batracien de la mare", body="Crapaud et autres animaux.")
    _, merged = extended(list(ITEMS), pair, [], tmp_path)
    found = RelatedItems(merged).of_row(merged.row_of("neuf-1"), 1)[0]
    assert found.document.id == "neuf-2"
    assert set(found.reasons[0].values) <= {"crapaud", "batracien", "mare"}
