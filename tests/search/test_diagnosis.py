"""Why a query finds nothing, said of a real generation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.diagnosis import Finding
from search.document import Document
from search.generation import live_folder
from search.index import Index
from search.pins import Pins
from search.query_key import query_key
from search.request import SearchRequest
from search.synonyms import Rule
from search.synonyms_file import SynonymsFile
from tests.portal import ITEMS
from tests.web.conftest import make_generation

EXPLAINED = (
    Document(id="fct-1", title="Une note", body="La Faîtière des communes du Togo (FCT) se réunit. Le puits est creusé."),
    Document(id="fct-2", title="Une autre note", body="La Fédération du commerce de Tsévié (FCT) se réunit. Le bassin est vide."),
)

BRIEFS = tuple(
    Document(id=f"breve-{n}", title=f"Brève {n}", body="La coopération décentralisée, l’eau, le Togo.") for n in range(50)
)
"""They make the portal one in which a word of two items is rare."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    portal = tmp_path_factory.mktemp("portail")
    make_generation(portal, (*ITEMS, *EXPLAINED, *BRIEFS))
    index = Index.open(live_folder(Path(portal)))
    yield index
    index.close()


def codes(index: Index, text: str) -> list[str]:
    return [finding.code for finding in index.diagnosis(text)]


def test_an_unknown_word_that_is_near_another_is_told_with_it(index: Index) -> None:
    assert index.diagnosis("jumelaje") == (Finding("repaired", "jumelaje", ("jumelage",)),)


def test_an_unknown_word_that_is_near_nothing_is_told_as_it_was_typed(index: Index) -> None:
    assert index.diagnosis("Xyzzy") == (Finding("unknown", "Xyzzy"),)


def test_a_word_that_few_items_have_is_told_with_their_number(index: Index) -> None:
    assert index.diagnosis("zinzolin") == (Finding("rare", "zinzolin", documents=1),)


def test_an_acronym_that_the_texts_explain_in_two_ways_is_told_with_both(index: Index) -> None:
    (finding,) = [one for one in index.diagnosis("fct") if one.code == "acronym"]
    assert set(finding.proposals) == {"Faîtière des communes du Togo", "Fédération du commerce de Tsévié"}
    assert finding.documents == 1


def test_a_label_that_leaves_nothing_is_told_with_what_there_is_without_it(index: Index) -> None:
    (finding,) = index.diagnosis("eau pays:Sénégal")
    assert (finding.code, finding.word) == ("filter", "Sénégal")
    assert finding.documents == index.search(SearchRequest("eau")).total > 0
    assert codes(index, "eau pays:Togo") == []


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("togo +sénégal +zinzolin", "required", "sénégal"),
        ('"commune des œuvres"', "phrase", "commune des œuvres"),
        ("+togo -togo", "unwanted", "togo"),
    ],
)
def test_what_asks_for_too_much_is_told(index: Index, text: str, code: str, word: str) -> None:
    found = [(one.code, one.word) for one in index.diagnosis(text)]
    assert (code, word) in found
    assert all(one.documents for one in index.diagnosis(text) if one.code == code)


def test_words_that_no_item_has_together_are_told_with_the_one_that_is_lacking_most(index: Index) -> None:
    finding = index.diagnosis("togo eau assainissement igname")[-1]
    assert (finding.code, finding.word) == ("never-together", "igname")
    assert codes(index, "togo eau xyzzy") == ["unknown"]


def test_a_query_without_a_word_says_so(index: Index) -> None:
    assert codes(index, "???") == ["no-word"]


def test_a_query_that_finds_what_it_asks_for_has_nothing_wrong(index: Index) -> None:
    assert codes(index, "coopération décentralisée togo") == []


def test_a_synonym_or_a_pinned_result_can_be_tried_before_it_is_saved(index: Index) -> None:
    synonyms = SynonymsFile((Rule("xyzzy", "jumelage"),), digest="essai")
    tried = index.curated(synonyms, Pins({query_key("plugh"): ("festival",)}, "essai"))
    assert [hit.document.id for hit in tried.search(SearchRequest("xyzzy")).hits] == ["jumelage-benin"]
    assert tried.diagnosis("xyzzy") == ()
    assert [hit.document.id for hit in tried.search(SearchRequest("plugh")).hits] == ["festival"]
    assert index.search(SearchRequest("xyzzy")).total == index.search(SearchRequest("plugh")).total == 0
    assert tried.edition != index.edition
