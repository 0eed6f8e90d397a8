"""Numbers in words are the same words as their digits."""

import pytest

from search.analysis import ANALYSER
from search.number_words import NUMBER_WORDS


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("treizième", "13"),
        ("dix-sept", "17"),
        ("trente-cinq", "35"),
        ("quarante et un", "40"),
        ("soixante-et-onze", "71"),
        ("soixante-dix", "70"),
        ("quatre-vingts", "80"),
        ("quatre-vingt-un", "81"),
        ("quatre-vingt-dix-neuf", "99"),
        ("vingt-neuvième", "29"),
        ("trente-cinquième", "35"),
        ("cent", "100"),
    ],
)
def test_a_number_in_words_is_found_by_its_digits(words: str, digits: str) -> None:
    assert digits in ANALYSER.stems(words)


def test_every_number_below_a_hundred_has_one_cardinal_and_one_ordinal() -> None:
    numbers = sorted(map(int, NUMBER_WORDS.values()))
    expected = sorted([0, *range(2, 101), 1000] * 2)
    assert numbers == [one for place, one in enumerate(expected) if place != expected.index(9)]


def test_words_that_are_not_only_numbers_stay_words() -> None:
    assert ANALYSER.stems("une voiture neuve, un premier prix") == ["voitur", "neuf", "premi", "prix"]


def test_an_ordinal_typed_in_two_is_its_number() -> None:
    assert ANALYSER.stems("13 ème mois") == ANALYSER.stems("13e mois") == ANALYSER.stems("treizième mois")
