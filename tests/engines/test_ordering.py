"""The best, what follows them and all others make one order, whatever part of it a page shows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from search.analysis import ANALYSER
from search.document import Document
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.latent import LatentVectors
from search.ranking import WEIGHTS
from tests.engines.words_query import words_query

FEW = replace(WEIGHTS, refined=4, ordered=9, kin=1, latent=0.0)
TEXT = "assainissement des marchés"
NAMES = "abcdefghijklmnop"
DOCUMENTS = [
    Document(
        id=name, title=f"Fiche {name}", body="assainissement " * (1 + place % 3) + "des marchés " * (place % 2) + "eau " * place
    )
    for place, name in enumerate(NAMES)
]
WORDS, STEMS = tuple(ANALYSER.words(TEXT)), tuple(ANALYSER.stems(TEXT))
QUERY = EngineQuery(words_query(TEXT, ANALYSER, FEW), words=WORDS, stems=STEMS, limit=len(NAMES))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    for documents in (DOCUMENTS[:7], DOCUMENTS[7:]):
        writer = EmbeddedWriter(made)
        for document in documents:
            writer.add(document)
        writer.commit()
    return made


def about(*names: str) -> LatentVectors:
    """Vectors of documents on one subject, all others on another one."""
    return LatentVectors.of(NAMES, np.array([[1, 0] if name in names else [0, 1] for name in NAMES], dtype=np.float32))


def order(engine: EmbeddedEngine, query: EngineQuery = QUERY) -> list[str]:
    return [match.id for match in engine.search(query).hits]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_pages_of_any_size_make_one_order(folder: Path, size: int) -> None:
    engine = EmbeddedEngine(folder, about("a", "d", "m"), FEW)
    pages = [order(engine, structs.replace(QUERY, offset=start, limit=size)) for start in range(0, len(NAMES), size)]
    assert [name for page in pages for name in page] == order(engine)
    engine.close()


def test_of_those_that_follow_the_best_what_is_on_the_subject_of_a_first_one_comes_first(folder: Path) -> None:
    plain = EmbeddedEngine(folder, about(), FEW)
    by_words = order(plain)
    first, eighth, tenth = by_words[0], by_words[7], by_words[9]
    engine = EmbeddedEngine(folder, about(first, eighth, tenth), FEW)
    found = order(engine)
    assert found == [*by_words[:4], eighth, *by_words[4:7], *by_words[8:]], (
        "The best four and what is beyond the ninth keep their places."
    )
    for opened in (plain, engine):
        opened.close()


def test_without_room_for_any_to_follow_words_alone_order_all_others(folder: Path) -> None:
    engine = EmbeddedEngine(folder, about("p"), replace(FEW, ordered=FEW.refined))
    plain = EmbeddedEngine(folder, None, FEW)
    assert order(engine) == order(plain)
    for opened in (engine, plain):
        opened.close()
