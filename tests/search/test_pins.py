"""Pinned results come first and change nothing else: totals, facets, scores, the order of the others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from search.analysis import ANALYSER
from search.document import Document
from search.engine import Engine, EngineQuery, Matches
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.engines.memory import MemoryEngine
from search.pins import Pins, with_pinned
from search.query_key import query_key
from search.ranking import WEIGHTS
from search.request import Filters
from tests.engines.segments import written
from tests.engines.words_query import words_query
from tests.portal import ITEMS

IDS = [item.id for item in ITEMS]


@pytest.fixture(scope="module", params=["embedded", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if request.param == "memory":
        return MemoryEngine(ITEMS)
    return EmbeddedEngine(written(tmp_path_factory.mktemp("index"), ITEMS[:5], ITEMS[5:]))


def query(text: str, **changes: object) -> EngineQuery:
    stems, words = tuple(ANALYSER.stems(text)), tuple(ANALYSER.words(text))
    return EngineQuery(words_query(text, ANALYSER, WEIGHTS), words=words, stems=stems, **changes)  # type: ignore[arg-type]


def ids(matches: Matches) -> list[str]:
    return [match.id for match in matches.hits]


def test_a_pinned_item_without_the_words_is_found_first_and_counted(engine: Engine) -> None:
    found = with_pinned(engine, query("piscine"), ["sans-date"])
    assert (ids(found), found.total) == (["sans-date"], 1)
    assert found.hits[0].score == 0
    assert engine.matched_documents(found.hits) == [ITEMS[-1]]
    assert [(value.value, value.count) for value in found.facets["kind"]] == [("article", 1)]


def test_a_pinned_item_that_has_the_words_keeps_its_score_and_counts_once(engine: Engine) -> None:
    plain, found = engine.search(query("togo")), with_pinned(engine, query("togo"), [ids(engine.search(query("togo")))[-1]])
    assert found.total == plain.total
    assert found.facets == plain.facets
    assert {match.id: match.score for match in found.hits} == {match.id: match.score for match in plain.hits}
    assert ids(found)[0] == ids(plain)[-1]


def test_a_filter_keeps_a_pinned_item_out(engine: Engine) -> None:
    events = Filters(labels=(("kind", ("evenement",)),))
    found = with_pinned(engine, query("togo", filters=events), ["jumelage-benin", "festival"])
    assert ids(found) == ["festival", "reunion-togo"]
    assert found.total == 2


def test_by_date_pinned_items_stand_where_their_date_puts_them(engine: Engine) -> None:
    found = with_pinned(engine, query("togo", sort="date"), ["jumelage-benin"])
    plain = engine.search(query("togo", sort="date"))
    assert found.total == plain.total + 1
    assert [one for one in ids(found) if one != "jumelage-benin"] == ids(plain)


def test_an_item_that_is_gone_is_no_result(engine: Engine) -> None:
    found = with_pinned(engine, query("piscine"), ["disparu"])
    assert (ids(found), found.total) == ([], 0)


@given(
    pinned=st.lists(st.sampled_from([*IDS, "disparu"]), min_size=1, max_size=5, unique=True),
    text=st.sampled_from(["togo", "eau", "piscine", "coopération décentralisée", "le marché du jumelage"]),
    size=st.integers(1, 4),
    kinds=st.lists(st.sampled_from(["article", "evenement", "ressource"]), max_size=2, unique=True),
)
def test_pages_are_the_pinned_items_and_then_the_others_in_their_order(
    engine: Engine, pinned: list[str], text: str, size: int, kinds: list[str]
) -> None:
    asked = query(text, filters=Filters(labels=(("kind", tuple(kinds)),)), limit=size)
    documents: dict[str, Document] = {item.id: item for item in ITEMS}
    first = [one for one in pinned if one in documents and (not kinds or documents[one].kind in kinds)]
    others = [one for one in ids(engine.search(replace(asked, limit=100))) if one not in first]
    pages = [with_pinned(engine, replace(asked, offset=offset), pinned) for offset in range(0, 14, size)]
    assert [one for page in pages for one in ids(page)] == [*first, *others]
    assert {page.total for page in pages} == {len(first) + len(others)}


def test_pins_are_found_however_the_query_is_typed() -> None:
    pins = Pins({query_key("coopération décentralisée"): ("a", "b")})
    for typed in ("Coopérations décentralisées", "la cooperation decentralisee", "COOPÉRATION DÉCENTRALISÉE"):
        assert pins.of(typed) == ("a", "b")
    for typed in ("coopération", "décentralisée coopération", "coopération -décentralisée", ""):
        assert pins.of(typed) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("L’eau", "eau", True),
        ("où", "OÙ", True),
        ("eau togo", "togo eau", False),
        ("eau -togo", "eau togo", False),
        ("« eau »", "eau", False),
        ("Pays:Togo  eau", "pays:togo eau", True),
        ("?!", "", True),
    ],
)
def test_two_queries_are_one_when_they_look_for_the_same(one: str, other: str, same: bool) -> None:
    assert (query_key(one) == query_key(other)) == same


def test_a_generation_can_be_asked_by_id(tmp_path: Path) -> None:
    writer = EmbeddedWriter(tmp_path)
    for document in ITEMS:
        writer.add(document)
    writer.delete("festival")
    writer.commit()
    found = with_pinned(EmbeddedEngine(tmp_path), query("piscine"), ["festival", "eau-togo"])
    assert ids(found) == ["eau-togo"]
