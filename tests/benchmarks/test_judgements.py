import json
from pathlib import Path

import pytest

from benchmarks.judgements import drawn, judged_collections, known_items
from indexer.collection import Query, read_collection
from tests.portal import ITEMS

LONG = [Query(f"long-{number}", f"forme {number}", "long") for number in range(40)]
SHORT = [Query(f"court-{number}", f"sujet {number}", f"t{number}") for number in range(10)]


def test_a_topic_with_many_variants_is_drawn_no_more_than_another() -> None:
    topics = [query.topic for query in drawn([*LONG, *SHORT], 11)]
    assert len(set(topics)) == 11
    assert [query.topic for query in drawn([*LONG, *SHORT], 20)].count("long") == 10


def test_the_same_queries_are_drawn_each_time() -> None:
    assert drawn([*LONG, *SHORT], 5) == drawn([*LONG, *SHORT], 5)
    assert len(drawn([*LONG, *SHORT], 1000)) == 50


def test_a_known_item_is_the_only_one_whose_title_has_the_words(tmp_path: Path) -> None:
    collection = read_collection(known_items(ITEMS, tmp_path / "connus"))
    titles = {document.id: document.title.lower() for document in ITEMS}
    assert len(collection.queries) > 20
    for query in collection.queries:
        (item,) = collection.grades[query.id]
        assert query.text in titles[item]
        assert [other for other, title in titles.items() if f" {query.text} " in f" {title} "] == [item]


def test_what_is_chosen_is_read_and_nothing_is_missing(tmp_path: Path) -> None:
    folder = known_items(ITEMS, tmp_path / "connus")
    (collection,), note = judged_collections([folder], 3, tmp_path)
    assert (len(collection.queries), note) == (3, "")


def test_queries_without_judgements_are_left_out(tmp_path: Path) -> None:
    folder = known_items(ITEMS, tmp_path / "connus")
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as lines:
        lines.write("\n" + json.dumps({"id": "sans", "text": "jugement"}))
    (collection,), _ = judged_collections([folder], None, tmp_path)
    assert "sans" not in {query.id for query in collection.queries}


def test_a_folder_without_documents_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"docs\.jsonl"):
        judged_collections([tmp_path], None, tmp_path)
