from search.analysis import ANALYSER
from search.synonyms import Expansion, Rule, Synonyms, both_ways

NAME = "Faîtière des communes du Togo"
RULES = Synonyms([*both_ways(("FCT", NAME)), Rule("eau potable", "AEP"), Rule("eau", "onde")])


def expansions(text: str) -> list[Expansion]:
    return list(RULES.expansions(ANALYSER.stems(text)))


def test_an_acronym_stands_for_its_name_and_the_name_for_the_acronym() -> None:
    assert expansions("réunion FCT") == [Expansion(1, 1, NAME)]
    assert expansions("la faitiere de la commune du togo") == [Expansion(0, 3, "FCT")]


def test_a_name_is_found_in_any_of_its_forms_but_only_whole() -> None:
    assert expansions("faîtières communes Togo") == [Expansion(0, 3, "FCT")]
    assert expansions("communes du Togo") == []


def test_every_rule_that_fits_applies() -> None:
    assert expansions("eaux potables") == [Expansion(0, 2, "AEP"), Expansion(0, 1, "onde")]


def test_a_rule_applies_once_and_one_of_stop_words_never() -> None:
    rules = Synonyms([Rule("dans", "eau"), Rule("eau", "onde"), Rule("eau", "onde")])
    assert list(rules.expansions(ANALYSER.stems("dans l’eau"))) == [Expansion(0, 1, "onde")]


def test_a_name_that_is_cut_short_is_not_the_name() -> None:
    rules = Synonyms([Rule("eau", "onde"), Rule("eau potable", "AEP"), Rule("eau potable rurale", "AEPR")])
    assert list(rules.expansions(["eau"])) == [Expansion(0, 1, "onde")]
    assert [one.target for one in rules.expansions(ANALYSER.stems("eau potable"))] == ["AEP", "onde"]


def test_should_not_take_a_longer_source_for_the_shorter_one_that_ends_a_query() -> None:
    rules = Synonyms([Rule("agence française", "AF"), Rule("agence française de développement", "AFD")])
    stems = ANALYSER.stems("une agence française")
    assert [(found.start, found.length, found.target) for found in rules.expansions(stems)] == [(len(stems) - 2, 2, "AF")]


def test_a_compound_is_one_word_a_part_as_in_a_query() -> None:
    rules = Synonyms([Rule("compte-rendu de réunion", "PV"), Rule("sous-préfecture", "arrondissement")])
    assert list(rules.expansions(["compt", "rendu", "reunion"])) == [Expansion(0, 3, "PV")]
    assert list(rules.expansions(["prefectur"])) == []
    assert list(rules.expansions(["sousprefectur", "prefectur"])) == [Expansion(0, 2, "arrondissement")]
