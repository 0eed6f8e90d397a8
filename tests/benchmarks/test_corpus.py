from itertools import islice
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus, prepare, sample_documents
from tests.portal import ITEMS


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return prepare(ITEMS, tmp_path / "documents.jsonl")


def test_a_corpus_gives_its_documents_in_order(corpus: Corpus) -> None:
    assert tuple(corpus) == ITEMS


def test_a_larger_corpus_repeats_them_under_other_ids_and_addresses(corpus: Corpus) -> None:
    repeated = list(corpus.of(2 * len(ITEMS) + 3))
    assert len({document.id for document in repeated}) == len(repeated) == 2 * len(ITEMS) + 3
    assert len({document.url for document in repeated if document.url}) == sum(bool(document.url) for document in repeated)
    assert {document.title for document in repeated} == {document.title for document in ITEMS}


def test_a_smaller_corpus_is_cut(corpus: Corpus) -> None:
    assert list(corpus.of(2)) == list(ITEMS[:2])


def test_a_corpus_can_be_written_with_its_copies(corpus: Corpus, tmp_path: Path) -> None:
    path = corpus.of(20).written(tmp_path / "all.jsonl")
    assert list(Corpus(path, 20, 20)) == list(corpus.of(20))


def test_the_sample_portal_is_the_same_whatever_the_day() -> None:
    assert list(islice(sample_documents(), 50)) == list(islice(sample_documents(), 50))


def test_without_documents_there_is_nothing_to_measure(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no documents"):
        prepare([], tmp_path / "none.jsonl")
