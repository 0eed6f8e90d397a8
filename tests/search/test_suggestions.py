"""A walk through all entries is the oracle of the look-up in sorted arrays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.suggestions import PopularQuery, entries_of, save_suggestions, with_popular
from search.analysis import fold_value
from search.document import Document
from search.stopwords import STOP_WORDS
from search.suggestions import SHORTEST_INSIDE, Suggestions
from tests.portal import ITEMS


@pytest.fixture(scope="module")
def suggestions(tmp_path_factory: pytest.TempPathFactory) -> Suggestions:
    folder = tmp_path_factory.mktemp("language")
    save_suggestions(ITEMS, folder)
    return Suggestions(folder)


def texts(suggestions: Suggestions, typed: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in suggestions.complete(typed, limit)]


def test_a_country_comes_before_titles(suggestions: Suggestions) -> None:
    first = suggestions.complete("tog", 8)[0]
    assert (first.text, first.kind, first.url) == ("Togo", "country", "")


@pytest.mark.parametrize("typed", ["benin", "BÉNIN", "Béni", " bénin "])
def test_accents_case_and_blanks_do_not_count(suggestions: Suggestions, typed: str) -> None:
    assert texts(suggestions, typed)[0] == "Bénin"


def test_words_inside_a_title_are_found_by_their_beginnings(suggestions: Suggestions) -> None:
    assert "Le marché de Kpalimé en images" in texts(suggestions, "kpal")
    assert "Le marché de Kpalimé en images" in texts(suggestions, "imag march")


def test_a_title_has_the_address_of_its_item(suggestions: Suggestions) -> None:
    (found,) = suggestions.complete("un jumelage de tr", 8)
    assert (found.kind, found.url) == ("title", "https://portail.example/Jumelage-Benin")


@pytest.mark.parametrize("typed", ["", "   ", "?!", "zzzz", "togo zzzz", "\ud800", "\0"])
def test_what_nothing_completes_gives_nothing(suggestions: Suggestions, typed: str) -> None:
    assert texts(suggestions, typed) == []


def test_the_fresher_of_two_titles_comes_first(tmp_path: Path) -> None:
    old = Document(id="a", title="Bilan du jumelage", published="2019-01-01")
    new = Document(id="b", title="Bilan du forum", published="2026-01-01")
    save_suggestions([old, new], tmp_path)
    assert texts(Suggestions(tmp_path), "bilan") == ["Bilan du forum", "Bilan du jumelage"]


def test_a_portal_without_an_item_proposes_nothing(tmp_path: Path) -> None:
    save_suggestions([], tmp_path)
    assert texts(Suggestions(tmp_path), "togo") == []


SPELLINGS = {"cooperation": "coopération", "decentralisee": "décentralisée", "togo": "Togo", "marche": "marché", "eau": "eau"}


def popular(folder: Path, *queries: tuple[str, int]) -> Suggestions:
    save_suggestions(ITEMS, folder, [PopularQuery(*query) for query in queries], SPELLINGS)
    return Suggestions(folder)


def test_a_frequent_query_is_proposed_in_the_portals_spelling(tmp_path: Path) -> None:
    found = popular(tmp_path, ("cooperation decentralisee au TOGO", 40)).complete("coop", 8)
    assert [(one.text, one.kind, one.url) for one in found] == [("coopération décentralisée au Togo", "query", "")]


def test_what_is_asked_more_often_comes_first(tmp_path: Path) -> None:
    found = popular(tmp_path, ("l’eau au Togo", 3), ("l’eau du marché", 50))
    assert texts(found, "l'eau", 2) == ["l’eau du marché", "l’eau au Togo"]


def test_a_query_that_is_a_label_or_a_title_raises_it_and_is_not_there_twice(tmp_path: Path) -> None:
    assert texts(popular(tmp_path / "a"), "un")[0] != "Une note sans date"
    raised = popular(tmp_path / "b", ("une note sans date", 500))
    assert texts(raised, "un")[0] == "Une note sans date"
    assert len([one for one in texts(raised, "une note", 20) if fold_value(one) == "une note sans date"]) == 1
    assert raised.complete("une note", 1)[0].kind == "title"


@pytest.mark.parametrize("text", ["coperation Togo", "Achille Togo", '"eau Togo"', "eau -togo", "pays:togo", "???"])
def test_typos_names_and_operators_are_not_proposed_to_others(tmp_path: Path, text: str) -> None:
    assert with_popular([], [PopularQuery(text, 90)], SPELLINGS) == []


def test_the_same_documents_and_queries_give_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        popular(tmp_path / name, ("eau togo", 5), ("marché du Togo", 5))
    files = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert files[0] == files[1]


ENTRIES = [fold_value(entry.text) for entry in entries_of(ITEMS)]
STARTS = st.sampled_from([word[:length] for text in ENTRIES for word in text.split() for length in (1, 2, 3, 20)])


@given(typed=st.lists(STARTS, min_size=1, max_size=3).map(" ".join))
def test_every_match_is_found_and_nothing_else(suggestions: Suggestions, typed: str) -> None:
    found = [fold_value(text) for text in texts(suggestions, typed, 1000)]
    words = [word for word in typed.split()[:-1] if word not in STOP_WORDS] + typed.split()[-1:]
    beginning = {text for text in ENTRIES if text.startswith(typed)}
    inside = {text for text in ENTRIES if all(any(own.startswith(word) for own in text.split()) for word in words)}
    assert len(found) == len(set(found))
    assert set(found) == beginning | (inside if len(words[-1]) >= SHORTEST_INSIDE else set())
    assert set(found[: len(beginning)]) == beginning
