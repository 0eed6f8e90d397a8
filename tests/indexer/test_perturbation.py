import random

from hypothesis import given
from hypothesis import strategies as st

from indexer.collection import Query
from indexer.perturbation import TYPO_LENGTH, perturbed, with_typos, without_accents
from search.analysis import ANALYSER

texts = st.text(st.sampled_from("abcdeéèœçà aeiou"), max_size=60)


def test_accents_and_ligatures_are_typed_plain() -> None:
    assert without_accents("Où l’œuvre d’une élue naît, ça et là") == "Ou l’oeuvre d’une elue nait, ca et la"


def test_each_long_word_gets_one_typo_and_short_ones_none() -> None:
    words = "comment demander le remboursement de mes frais".split()
    spoilt = with_typos(" ".join(words), random.Random(1)).split()
    assert [one == other for one, other in zip(words, spoilt, strict=True)] == [len(word) < TYPO_LENGTH for word in words]
    assert list(map(len, spoilt)) == list(map(len, words))


def test_the_same_seed_spoils_a_query_the_same_way_whatever_was_spoilt_before() -> None:
    query = Query("q7", "renouvellement du jumelage")
    assert perturbed(query, "typos", 1) == perturbed(query, "typos", 1)
    assert len({perturbed(query, "typos", seed) for seed in range(20)}) > 10
    assert perturbed(query, "accents", 1) == query.text


@given(texts)
def test_accents_change_nothing_for_the_analysis(text: str) -> None:
    assert ANALYSER.words(without_accents(text)) == ANALYSER.words(text)


@given(texts, st.integers())
def test_a_typo_is_one_letter_changed_or_two_neighbours_swapped(text: str, seed: int) -> None:
    for one, other in zip(text.split(" "), with_typos(text, random.Random(seed)).split(" "), strict=True):
        places = [place for place in range(len(one)) if one[place] != other[place]]
        if len(one) >= TYPO_LENGTH and one.isalpha():
            assert len(places) == 1 or (len(places) == 2 and places[1] == places[0] + 1)
            if len(places) == 2:
                assert (other[places[0]], other[places[1]]) == (one[places[1]], one[places[0]])
