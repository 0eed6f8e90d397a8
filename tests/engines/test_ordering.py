"""The best, what follows them and all others make one order, whatever part of it a page shows."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from search.analysis import ANALYSER
from search.document import Document
from search.engine import SCORE_DIGITS, EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.ordering import stacked
from search.latent import LatentVectors
from search.ranking import WEIGHTS, Weights
from tests.engines.segments import written
from tests.engines.words_query import words_query

FEW = replace(WEIGHTS, refined=4, ordered=9, kin=1, latent=0.0)
TINY = replace(FEW, fields={name: weight / 500_000 for name, weight in FEW.fields.items()}, exact={}, pairs=0, near=0, family=0)
"""Scores as those of a word that all of a million documents have: rounding leaves little between them."""
TEXT = "assainissement des marchés"
NAMES = "abcdefghijklmnop"
DOCUMENTS = [
    Document(
        id=name, title=f"Fiche {name}", body="assainissement " * (1 + place % 3) + "des marchés " * (place % 2) + "eau " * place
    )
    for place, name in enumerate(NAMES)
]
WORDS, STEMS = tuple(ANALYSER.words(TEXT)), tuple(ANALYSER.stems(TEXT))


def asked(weights: Weights) -> EngineQuery:
    return EngineQuery(words_query(TEXT, ANALYSER, weights), words=WORDS, stems=STEMS, limit=len(NAMES))


QUERY = asked(FEW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("index"), DOCUMENTS[:7], DOCUMENTS[7:])


def about(*names: str) -> LatentVectors:
    """Vectors of documents on one subject, all others on another one."""
    return LatentVectors.of(NAMES, np.array([[1, 0] if name in names else [0, 1] for name in NAMES], dtype=np.float32))


def order(engine: EmbeddedEngine, query: EngineQuery = QUERY) -> list[str]:
    return [match.id for match in engine.search(query).hits]


@pytest.mark.parametrize("weights", [FEW, TINY])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 10, 11])
def test_pages_of_any_size_make_one_order(folder: Path, size: int, weights: Weights) -> None:
    engine = EmbeddedEngine(folder, about("e", "i"), weights)
    query = asked(weights)
    pages = [order(engine, structs.replace(query, offset=start, limit=size)) for start in range(0, len(NAMES), size)]
    assert [name for page in pages for name in page] == order(engine, query)
    engine.close()


@given(st.lists(st.floats(0, 9), min_size=1, max_size=12), st.integers(1, 12), st.integers(0, 12), st.sampled_from([1, 1e-6]))
def test_each_part_stays_below_the_one_before_and_in_its_order(
    scores: list[float], best: int, following: int, measure: float
) -> None:
    of_parts = np.array(scores) * measure
    places = np.arange(len(scores))
    parts = (places[:best], places[best : best + following], places[best + following :])
    found = stacked(of_parts, parts)
    order = sorted(places, key=lambda place: -round(found.keys[place], SCORE_DIGITS))
    expected = [
        place for part in parts for place in sorted(part.tolist(), key=lambda place: -round(float(of_parts[place]), SCORE_DIGITS))
    ]
    assert order == expected
    assert (np.diff(found.scores[order]) <= 0).all()
    assert found.scores[parts[0]].tolist() == of_parts[parts[0]].round(SCORE_DIGITS).tolist()


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
