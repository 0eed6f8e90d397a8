from search.marks import Marks, wanted
from search.matches import names_in

PHRASE = Marks(phrases=(("comite", "de", "jumelage"),))


def shown(marks: list[Marks], text: str) -> list[str]:
    return [text[start:end] for start, end, _ in wanted(marks).matches(text)]


def test_everything_that_stands_for_a_word_is_marked() -> None:
    marks = Marks(stems=frozenset({"jumelag"})) | Marks(words=frozenset({"est"})) | Marks(prefixes=("togo",))
    assert shown([marks], "Le jumelage est togolais, Jumelages à l’Est.") == ["jumelage", "est", "togolais", "Jumelages", "Est"]


def test_of_a_phrase_its_telling_words_are_marked() -> None:
    assert shown([PHRASE], "Le comité de jumelage") == ["comité", "jumelage"]


def test_a_phrase_of_stop_words_is_marked_whole() -> None:
    assert shown([Marks(phrases=(("de", "la"),))], "de la ville") == ["de", "la"]


def test_a_phrase_needs_all_its_words() -> None:
    assert PHRASE.are_in(names_in(wanted([PHRASE]).matches_in(["Le jumelage et son comité"])))
    assert not PHRASE.are_in(names_in(wanted([PHRASE]).matches_in(["Le comité, les jumelages"])))


def test_nothing_is_marked_for_no_word() -> None:
    assert shown([], "Le jumelage") == []
