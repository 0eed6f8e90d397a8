"""Reads collections and measures them: the expected figures are worked out by hand."""

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest

from indexer.collection import read_collection
from indexer.evaluation import evaluate
from search.errors import CollectionInvalid

DOCS = [
    {"id": "rare", "type": "fiche", "title": "Le zinzolin", "body": "Une teinture rare."},
    {"id": "titre", "title": "Le marché", "body": "Des étals."},
    {"id": "corps", "title": "Une place", "body": "On y tient le marché du matin, loin du port et de ses bateaux."},
]
QUERIES = [
    {"id": "q1", "text": "zinzolin", "topic": "couleur"},
    {"id": "q2", "text": "introuvable", "topic": "couleur"},
    {"id": "q3", "text": "marché"},
    {"id": "q4", "text": "sans jugement"},
]
QRELS = "q1\trare\t1\nq2\trare\t1\nq3\tcorps\t2\nq3\tabsent\t0\n"


def write(folder: Path, docs: list[dict[str, Any]], queries: list[dict[str, Any]] | None = None, qrels: str | None = None) -> Path:
    lines = "".join(json.dumps(one) + "\n" for one in docs)
    (folder / "docs.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    if queries is not None:
        (folder / "queries.jsonl").write_text("".join(json.dumps(one) + "\n" for one in queries))
    if qrels is not None:
        (folder / "qrels.tsv").write_text(qrels)
    return folder


def test_figures_of_a_collection_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "petite"
    folder.mkdir()
    evaluation = evaluate(read_collection(write(folder, DOCS, QUERIES, QRELS)))
    by_query = {one.id: one for one in evaluation.judged}
    assert by_query["q1"].measures == {"ndcg@10": 1.0, "mrr@10": 1.0, "recall@100": 1.0}
    assert by_query["q2"].measures == {"ndcg@10": 0.0, "mrr@10": 0.0, "recall@100": 0.0}
    assert by_query["q3"].ranking == ("titre", "corps")  # the judged one comes second
    second = 1 / math.log2(3)
    assert by_query["q3"].measures == pytest.approx({"ndcg@10": second, "mrr@10": 0.5, "recall@100": 1.0})
    # q1 and q2 are one topic: its mean comes first, then that of the two topics.
    assert evaluation.summary() == {
        "collection": "petite",
        "documents": 3,
        "queries": 3,
        "ndcg@10": round((0.5 + second) / 2, 4),
        "mrr@10": 0.5,
        "recall@100": 0.75,
    }


def test_figures_of_editors_links_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    water = "bornes-fontaines assainissement latrines forage"
    docs = [
        {"id": "a", "title": "Eau", "body": f"{water} pompes", "related": ["b", "z"]},
        {"id": "b", "title": "Puits", "body": f"{water} margelles"},
        {"id": "c", "title": "Théâtre", "body": "marionnettes fanfare", "related": ["a"]},
        {"id": "d", "title": "", "body": "sans titre, donc écarté", "related": ["a"]},
        {"id": "e", "title": "Danse", "body": "ballet entrechats", "related": []},
    ]
    evaluation = evaluate(read_collection(write(tmp_path, docs)))
    by_item = {one.id: one for one in evaluation.judged}
    assert by_item["a"].ranking == ("b",)
    assert by_item["c"].ranking == by_item["d"].ranking == ()
    ideal = 1 + 1 / math.log2(3)
    assert evaluation.summary() == {
        "collection": tmp_path.name,
        "documents": 4,
        "judged": 3,
        "ndcg@10": round(1 / ideal / 3, 4),
        "hit@5": round(1 / 3, 4),
        "recall@10": round(0.5 / 3, 4),
    }


def test_queries_go_before_editors_links(tmp_path: Path) -> None:
    collection = read_collection(write(tmp_path, [{**DOCS[0], "related": ["titre"]}, *DOCS[1:]], QUERIES, QRELS))
    assert (len(collection.queries), collection.related) == (4, {})
    assert collection.grades["q3"] == {"corps": 2, "absent": 0}


@pytest.mark.parametrize(
    ("queries", "qrels", "message"),
    [
        (None, None, "ni requêtes ni liens"),
        ([], None, "qrels.tsv manque"),
        (QUERIES, None, "qrels.tsv manque"),
        (QUERIES, "q1 rare 1\n", "ligne 1"),
        (QUERIES, "q1\trare\t1\nq2\trare\tbeaucoup\n", "ligne 2"),
        ([{"id": "q1"}], QRELS, "queries.jsonl, ligne 1"),
        ([{"id": 7, "text": "eau"}], QRELS, "queries.jsonl, ligne 1"),
    ],
)
def test_an_incomplete_collection_says_what_it_lacks(
    tmp_path: Path, queries: list[dict[str, Any]] | None, qrels: str | None, message: str
) -> None:
    with pytest.raises(CollectionInvalid, match=message) as refused:
        read_collection(write(tmp_path, DOCS, queries, qrels))
    assert refused.value.remedy


def test_a_folder_without_documents_is_no_collection(tmp_path: Path) -> None:
    with pytest.raises(CollectionInvalid, match="ne contient pas de documents"):
        read_collection(tmp_path)
