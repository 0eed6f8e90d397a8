from pathlib import Path

from benchmarks.queries import from_titles, read_queries, sampled
from indexer.collection import Query
from tests.portal import ITEMS

QUERIES = [
    Query(f"q{topic}-{variant}", f"sujet {topic} forme {variant}", f"t{topic}") for topic in range(5) for variant in range(4)
]


def test_each_topic_is_asked_once_before_one_is_asked_twice() -> None:
    assert len({text.split()[1] for text in sampled(QUERIES, 5)}) == 5
    assert sorted(text.split()[1] for text in sampled(QUERIES, 10)) == sorted(2 * "01234")


def test_the_same_sample_is_drawn_each_time() -> None:
    assert sampled(QUERIES, 7) == sampled(QUERIES, 7)


def test_the_same_text_is_asked_once() -> None:
    assert sampled([*QUERIES, *QUERIES], 100) == sampled(QUERIES, 100)


def test_queries_are_made_of_the_words_of_titles() -> None:
    queries = from_titles(ITEMS, 12)
    titles = " | ".join(document.title.lower() for document in ITEMS)
    assert len(set(queries)) == 12
    assert all(query in titles for query in queries)


def test_a_file_of_queries_needs_no_judgements(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"id": "1", "text": "jumelage", "topic": "t", "other": 1}\n\n{"id": "2", "text": "eau"}\n', "utf-8")
    assert [query.text for query in read_queries(path)] == ["jumelage", "eau"]
