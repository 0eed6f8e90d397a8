import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold
from search.phonetics import sound

ALIKE = [
    ("pharmacie", "farmacie"),
    ("jumelage", "jumellage"),
    ("jumelage", "jumelaje"),
    ("financer", "financé"),
    ("financez", "financées"),
    ("coopération", "coopérassion"),
    ("togolais", "togolait"),
    ("château", "chato"),
    ("qualité", "kalité"),
    ("assainissement", "asainissemant"),
    ("commun", "comun"),
    ("développement", "dévelopement"),
    ("théâtre", "téatre"),
    ("accès", "aksès"),
    ("emploi", "anploi"),
    ("œuvre", "euvre"),
]
APART = [("eau", "an"), ("togo", "bénin"), ("mairie", "maire"), ("chat", "cas"), ("ville", "vol"), ("garage", "carage")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_words_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other))


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_sound_otherwise_have_two(one: str, other: str) -> None:
    assert sound(fold(one)) != sound(fold(other))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_every_word_has_a_key_that_is_not_longer_than_it(word: str) -> None:
    assert 0 < len(sound(word)) <= len(word) + word.count("q") + 2
