"""The textbook's edit distance over every word is the oracle of the look-up that compares few of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.phonetics import sound
from search.spelling import MAX_REPAIRS, allowed_edits, repairs
from search.vocabulary import Vocabulary
from tests.search.lexicon import vocabulary


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return vocabulary(tmp_path_factory.mktemp("language"))


REPAIRED = [
    ("jumelaje", "jumelage"),
    ("jumlage", "jumelage"),
    ("ujmelage", "jumelage"),
    ("coopertaion", "coopération"),
    ("coperassion", "coopération"),
    ("asainissemant", "assainissement"),
    ("farmacie", "pharmacie"),
    ("tgoo", "Togo"),
    ("euvre", "œuvre"),
]


@pytest.mark.parametrize(("typed", "meant"), REPAIRED)
def test_a_misspelt_word_is_repaired(words: Vocabulary, typed: str, meant: str) -> None:
    assert repairs(typed, words)[0].spelling == meant


@pytest.mark.parametrize("typed", ["tog", "l1116", "xyzzy", "zzzzzzzzzz", "e"])
def test_short_words_numbers_and_words_far_from_all_others_are_left_alone(words: Vocabulary, typed: str) -> None:
    assert repairs(typed, words) == ()


def test_of_equally_near_words_the_one_of_most_documents_comes_first(words: Vocabulary) -> None:
    found = repairs("comune", words)
    assert [repair.word for repair in found][:1] == ["commune"]
    assert [repair.cost for repair in found] == sorted(repair.cost for repair in found)


def osa(one: str, other: str) -> int:
    """Optimal string alignment, by the textbook's table."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            change = table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, change)
            if i > 1 and j > 1 and (one[i - 1], one[i - 2]) == (other[j - 2], other[j - 1]):
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


KNOWN = ["jumelage", "jumelages", "togo", "cooperation", "assainissement", "commune", "comme", "developpement", "formation"]
LETTERS = st.sampled_from("aeimnoprst")


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    word = list(draw(st.sampled_from(KNOWN)))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(word) - 1))
        change = draw(st.sampled_from(("replace", "insert", "drop", "swap")))
        if change == "replace":
            word[place] = draw(LETTERS)
        elif change == "insert":
            word.insert(place, draw(LETTERS))
        elif change == "drop" and len(word) > 1:
            del word[place]
        elif place + 1 < len(word):
            word[place : place + 2] = word[place + 1], word[place]
    return "".join(word)


@settings(deadline=None)
@given(typed=misspelt())
def test_the_repairs_are_those_of_a_search_through_all_words(words: Vocabulary, typed: str) -> None:
    everything = words.words(words.similar("", 64))
    found = {repair.word for repair in repairs(typed, words)}
    others = {word: osa(typed, word) for word in everything if word != typed}
    near = {word for word, edits in others.items() if 0 < edits <= allowed_edits(typed)}
    alike = {word for word, edits in others.items() if sound(word) == sound(typed)}
    assert len(found) <= MAX_REPAIRS
    assert found <= near | alike
    if allowed_edits(typed) and near:
        least = min(others[word] for word in near)
        assert found & ({word for word in near if others[word] == least} | alike)
