"""What is near the first results of a search fills a page that they leave open: never a result, never the same twice."""

import pytest

from indexer.related.model import RelatedModel
from search.analysis import ANALYSER
from search.document import Document
from search.engine import Engine, EngineQuery, Match
from search.engines.embedded import EmbeddedEngine
from search.nearby import FIRST, nearby, neighbours
from search.neighbour_table import NeighbourTable
from search.query import NullQuery
from search.related import Reason, RelatedItems
from search.request import Filters
from tests.engines.segments import written
from tests.engines.words_query import words_query

WATER = "Les pompes, les forages et l’assainissement des villages."
TWINNING = "Les jumelages, les écoles et la jeunesse des communes."
DOCUMENTS = [
    Document(id="puits", title="Le puits de Kpalimé", body=f"{WATER} Un puits."),
    Document(id="pompe", title="La pompe solaire", body=f"{WATER} Solaire.", countries=("Togo",)),
    Document(id="forage", title="Le forage de Tsévié", body=f"{WATER} Un forage profond.", countries=("Bénin",)),
    Document(id="miroir", title="Le forage de Tsévié", body=f"{WATER} Un forage profond.", url="https://miroir.example/forage"),
    Document(id="jumelage", title="Un jumelage", body=f"{TWINNING} Trente ans."),
    Document(id="ecole", title="L’école jumelle", body=f"{TWINNING} Une école."),
    Document(id="musee", title="Le musée", body="Des masques et des tambours."),
]


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> RelatedItems:
    folder = tmp_path_factory.mktemp("table")
    RelatedModel().learn(sorted(DOCUMENTS, key=lambda one: one.id)).save(folder)
    return RelatedItems(NeighbourTable(folder))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return EmbeddedEngine(written(tmp_path_factory.mktemp("index"), DOCUMENTS[:3], DOCUMENTS[3:]))


def query(text: str, filters: Filters = Filters()) -> EngineQuery:  # noqa: B008 - it is frozen
    words, stems = tuple(ANALYSER.words(text)), tuple(ANALYSER.stems(text))
    return EngineQuery(words_query(text), filters, words=words, stems=stems)


def ids(related: RelatedItems, engine: Engine, asked: EngineQuery, limit: int = 10) -> list[str]:
    found = nearby(related, engine, asked, engine.search(asked).hits, limit)
    return [one.document.id for one in found]


def test_items_on_the_subject_of_the_results_are_near_them_and_no_result_is(related: RelatedItems, engine: Engine) -> None:
    found = ids(related, engine, query("puits"))
    assert {"pompe", "forage", "miroir"} >= {found[0], found[1]}
    assert "puits" not in found
    assert "pompe" not in ids(related, engine, query("puits solaire"))


def test_of_items_that_mirror_each_other_one_is_near(related: RelatedItems, engine: Engine) -> None:
    assert len({"forage", "miroir"} & set(ids(related, engine, query("puits")))) == 1
    assert not {"forage", "miroir"} & set(ids(related, engine, query("profond")))


def test_what_a_filter_keeps_out_is_not_near(related: RelatedItems, engine: Engine) -> None:
    in_benin, elsewhere = (Filters(labels=(("country", (country,)),)) for country in ("Bénin", "Sénégal"))
    results = engine.search(query("solaire")).hits
    assert [one.document.id for one in nearby(related, engine, query("solaire", in_benin), results, 10)] == ["forage"]
    assert not nearby(related, engine, query("solaire", elsewhere), results, 10)


def test_as_many_as_are_wanted_are_given_best_first(related: RelatedItems, engine: Engine) -> None:
    asked = query("puits")
    found = nearby(related, engine, asked, engine.search(asked).hits, 10)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for limit in range(len(found)):
        assert nearby(related, engine, asked, engine.search(asked).hits, limit) == found[:limit]


def test_the_first_reason_is_the_result_that_an_item_is_nearest_to(related: RelatedItems, engine: Engine) -> None:
    asked = query("puits trente")
    found = {one.document.id: one.reasons[0] for one in nearby(related, engine, asked, engine.search(asked).hits, 10)}
    assert found["pompe"] == Reason("result", ("Le puits de Kpalimé",))
    assert found["ecole"] == Reason("result", ("Un jumelage",))


def test_the_score_of_a_neighbour_is_what_all_results_bring(related: RelatedItems) -> None:
    def scores(*matches: Match) -> dict[str, float]:
        return {related.table.id_of(near.row): near.score for near in neighbours(related, matches)}

    well, pump = scores(Match("puits", 4.0)), scores(Match("pompe", 4.0))
    both = scores(Match("puits", 4.0), Match("pompe", 2.0))
    assert both.keys() == well.keys() | pump.keys()
    assert both == pytest.approx({name: well.get(name, 0.0) + pump.get(name, 0.0) / 2 for name in both})


def test_results_that_the_table_does_not_have_or_without_a_score_bring_nothing(related: RelatedItems, engine: Engine) -> None:
    assert not neighbours(related, [Match("inconnu", 1.0), Match("puits", 0.0)])
    assert nearby(related, engine, EngineQuery(NullQuery), [], 10) == ()


def test_only_the_first_results_count(related: RelatedItems, engine: Engine) -> None:
    first = [Match("puits", 1.0)] * FIRST
    with_another = nearby(related, engine, query("puits"), [*first, Match("jumelage", 1.0)], 10)
    assert with_another == tuple(one for one in nearby(related, engine, query("puits"), first, 10) if one.document.id != "jumelage")
