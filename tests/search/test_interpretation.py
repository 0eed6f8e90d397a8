from pathlib import Path

import pytest

from search.analysis import ANALYSER
from search.interpretation import MAX_WORDS, Interpretation, Interpreter
from search.query import And, AnyField, AnyWord, NullQuery, Prefix
from search.query_words import MAX_UNKNOWN
from search.ranking import WEIGHTS
from search.synonyms import Rule, Synonyms, both_ways
from search.vocabulary import Vocabulary
from tests.search.lexicon import vocabulary

NEWER = "nouveaut"
"""The stem of a word that the index has and the vocabulary does not."""

NAME = "Faîtière des communes du Togo"


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Interpreter:
    known: Vocabulary = vocabulary(Path(tmp_path_factory.mktemp("language")))
    return Interpreter(known, Synonyms(both_ways(("FCT", NAME))), WEIGHTS, ANALYSER, lambda tree: NEWER in repr(tree))


def looked_for(meant: Interpretation) -> list[set[str]]:
    """The texts that stand for each word."""
    return [{text for _, text, _ in word.tree.terms} for word in meant.words if isinstance(word.tree, AnyField)]


def test_plain_words_are_any_of_their_stems(interpreter: Interpreter) -> None:
    meant = interpreter.interpret("Jumelages, au Togo !")
    assert isinstance(meant.tree, AnyWord)
    assert looked_for(meant) == [{"jumelag"}, {"togo"}]


def test_the_parts_of_a_compound_are_words_and_its_whole_an_alternative_of_the_first(interpreter: Interpreter) -> None:
    assert looked_for(interpreter.interpret("togo-jumelage")) == [{"togo", "togojumelag"}, {"jumelag"}]


def test_an_unknown_word_stands_for_what_is_near(interpreter: Interpreter) -> None:
    assert looked_for(interpreter.interpret("jumelaje")) == [{"jumelag"}]
    assert interpreter.suggestion("Le jumelaje, au TOGO") == "Le jumelage, au TOGO"


def test_a_word_that_is_near_nothing_matches_nothing_and_may_be_lacking(interpreter: Interpreter) -> None:
    meant = interpreter.interpret("xyzzy")
    assert meant.tree is NullQuery
    assert [word.typed for word in meant.words] == ["xyzzy"]
    assert interpreter.suggestion("xyzzy") is None


def test_a_word_that_is_newer_than_the_vocabulary_is_looked_for(interpreter: Interpreter) -> None:
    meant = interpreter.interpret("nouveautés")
    assert looked_for(meant) == [{NEWER}]
    assert [word.shown for word in meant.words] == ["nouveautés"]


def test_a_rare_word_that_is_nearly_a_common_one_is_looked_for_and_doubted(interpreter: Interpreter) -> None:
    assert looked_for(interpreter.interpret("formatin")) == [{"formatin"}]
    assert interpreter.suggestion("formatin togo") == "formation togo"
    assert interpreter.suggestion("coopérative togo") is None


def test_operators_stay_in_what_is_suggested(interpreter: Interpreter) -> None:
    assert interpreter.suggestion('+jumelaje -"togo" titre:comune') == '+jumelage -"togo" titre:commune'


def test_stop_words_alone_are_looked_for_as_they_are(interpreter: Interpreter) -> None:
    assert looked_for(interpreter.interpret("elle est")) == [{"elle"}, {"est"}]
    assert {"est", "ce"} <= set().union(*looked_for(interpreter.interpret("Est-ce")))


def test_compounds_of_stop_words_are_no_telling_words(interpreter: Interpreter) -> None:
    assert [word.typed for word in interpreter.interpret("puis-je, est-ce, peut-on : jumelage ?").words] == ["jumelage"]


def test_what_frames_a_question_counts_only_beside_a_single_word(tmp_path: Path) -> None:
    known = vocabulary(tmp_path, {"peut-on": 5, "pharmacie": 6, "commune": 20})
    interpreter = Interpreter(known, Synonyms(), WEIGHTS, ANALYSER, lambda _: False)
    assert looked_for(interpreter.interpret("Peut-on avoir une pharmacie dans sa commune ?")) == [{"pharmaci"}, {"commun"}]
    assert looked_for(interpreter.interpret("peut-on pharmacie")) == [{"peuton"}, {"pharmaci"}]
    assert looked_for(interpreter.interpret("peut-on")) == [{"peuton"}]


def test_a_number_in_words_is_looked_for_by_its_digits_and_never_doubted(tmp_path: Path) -> None:
    known = vocabulary(tmp_path, {"nuit": 60, "huit": 1, "commune": 20})
    interpreter = Interpreter(known, Synonyms(), WEIGHTS, ANALYSER, lambda _: False)
    assert looked_for(interpreter.interpret("huitième commune")) == [{"8"}, {"commun"}]
    assert interpreter.suggestion("huit communes") is None


def test_question_words_count_only_when_they_are_alone(interpreter: Interpreter) -> None:
    assert [word.typed for word in interpreter.interpret("je voudrais savoir quel jumelage").words] == ["jumelage"]
    assert [word.typed for word in interpreter.interpret("savoir").words] == ["savoir"]


def test_an_acronym_is_found_by_its_name_too_and_needs_no_repair(interpreter: Interpreter) -> None:
    (word,) = interpreter.interpret("fct").words
    assert word.marks.phrases == (("faitiere", "des", "communes", "du", "togo"),)
    words = interpreter.interpret(NAME).words
    assert [word.repairs for word in words] == [()] * 3
    assert all("fct" in word.marks.stems for word in words)


def test_of_a_very_long_query_the_rarest_words_are_looked_for(interpreter: Interpreter) -> None:
    meant = interpreter.interpret("formation " + " ".join(f"{number}" for number in range(1000, 1040)))
    assert len(meant.words) == MAX_WORDS
    assert meant.is_shortened
    assert "formation" not in {word.typed for word in meant.words}


def test_what_follows_the_first_words_of_an_endless_query_is_not_read(interpreter: Interpreter) -> None:
    for text in ("jumelage " * 3_000, '"togo" ' * 1_000, "jumelage OU togo OU " * 500, "a-b-c-" * 1_000):
        assert interpreter.interpret(text).is_shortened or len(text.split()) == 1


def test_a_text_of_unknown_words_is_read_no_further_than_some_of_them(interpreter: Interpreter) -> None:
    letters = "bcdfghjklmnpqrtvwxz"
    words = " ".join(f"{one}{other}{one}{other}{one}" for one in letters for other in letters[:3])
    for _ in range(2):  # whatever was asked before, the same text means the same
        assert len(interpreter.interpret(words + " togo").words) == MAX_UNKNOWN


def test_a_country_and_all_else_are_two_things_that_are_both_meant(interpreter: Interpreter) -> None:
    tree = interpreter.interpret("jumelage formation mali").tree
    assert [type(part) for part in tree.subqueries] == [AnyWord, AnyWord]
    assert [type(part) for part in interpreter.interpret("formation mali").tree.subqueries] == [AnyWord, AnyWord]
    assert [type(part) for part in interpreter.interpret("formation jumelage").tree.subqueries] == [AnyField, AnyField]


@pytest.mark.parametrize("text", ["", "   ", "!?", '""', "-"])
def test_a_text_without_a_word_finds_nothing(interpreter: Interpreter, text: str) -> None:
    assert interpreter.interpret(text).tree is NullQuery


def test_of_a_very_long_text_the_beginning_is_read_and_given_back_whole(interpreter: Interpreter) -> None:
    text = "jumelaje au togo " + "de la commune " * 200 + "festival"
    meant = interpreter.interpret(text)
    assert "festival" not in meant.exact_words
    assert meant.exact_words[:3] == ("jumelage", "au", "togo")
    assert interpreter.suggestion(text) == text.replace("jumelaje", "jumelage")


@pytest.mark.parametrize(
    "typed", ["compte-rendu", "Comptes-rendus", "compte rendu", "sous-préfecture", "franco-togolaise", "e-mail"]
)
def test_a_synonym_of_a_compound_applies_however_it_is_typed(interpreter: Interpreter, typed: str) -> None:
    rules = [Rule(source, "assainissement") for source in ("compte-rendu", "sous-préfecture", "franco-togolais", "e-mail")]
    meant = interpreter.with_synonyms(Synonyms(rules)).interpret(typed)
    assert any("assain" in text for words in looked_for(meant) for text in words)


@pytest.mark.parametrize("typed", ["préfecture", "préfecture sous-marine"])
def test_the_rest_of_a_compound_is_not_the_compound(interpreter: Interpreter, typed: str) -> None:
    rules = Synonyms([Rule("sous-préfecture", "assainissement")])
    assert not any("assain" in text for words in looked_for(interpreter.with_synonyms(rules).interpret(typed)) for text in words)


@pytest.mark.parametrize(
    "typed",
    ["title:jumelage", "chapo:jumelage", "TITLE:jumelage", "+title:jumel*", "pays:mali", "-country:Mali", "chapea*", "SAUF mail"],
)
def test_operators_fields_labels_and_beginnings_of_words_are_not_doubted(tmp_path: Path, typed: str) -> None:
    words = {"jumelage": 3, "titre": 9, "titres": 2, "chapeau": 4, "mail": 2, "maille": 9, "country": 1, "contrée": 40}
    is_there = [Prefix("title_exact", start) for start in ("jumel", "chapea")]
    interpreter = Interpreter(
        vocabulary(tmp_path, words), Synonyms(), WEIGHTS, ANALYSER, lambda tree: any(one in is_there for one in tree.leaves())
    )
    assert interpreter.suggestion(typed) is None


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("title:jumelaje", "title:jumelage"),
        ("jumelaj*", "jumelage*"),
        ("pays:togoo", "pays:Togo"),
        ("resume:jumelaje -jumelaje", "resume:jumelage -jumelage"),
    ],
)
def test_what_is_misspelt_beside_them_is_doubted(interpreter: Interpreter, typed: str, spelt: str) -> None:
    assert interpreter.suggestion(typed) == spelt


def test_a_word_that_a_synonym_finds_is_not_doubted(interpreter: Interpreter) -> None:
    informed = interpreter.with_synonyms(Synonyms([Rule("jumelaje", "coopération")]))
    assert informed.suggestion("jumelaje") is None
    assert informed.suggestion("jumelaje comune") == "jumelaje commune"
    assert informed.interpret("jumelaje comune").exact_words == ("jumelaje", "commune")


@pytest.mark.parametrize(
    "typed", ["titre:eau", "eau pays:mali annee:2025", "+eau -titre:jumelage", "type:article ET eau SAUF theme:togo"]
)
def test_only_what_is_looked_for_orders_the_best(interpreter: Interpreter, typed: str) -> None:
    assert interpreter.interpret(typed).exact_words == ("eau",)


def test_a_query_of_filters_alone_has_no_words_to_order_by(interpreter: Interpreter) -> None:
    assert interpreter.interpret("pays:togo type:article").exact_words == ()


@pytest.mark.parametrize("typed", ["COMUNE", "C.O.M.U.N.E.", "la C.O.M.U.N.E"])
def test_an_acronym_is_never_corrected_however_it_is_written(interpreter: Interpreter, typed: str) -> None:
    assert looked_for(interpreter.interpret(typed)) == []
    assert interpreter.suggestion(typed) is None


def test_a_rare_word_is_not_taken_for_a_very_common_one_that_says_nothing(tmp_path: Path) -> None:
    words = {"encre": 1, "entre": 40}
    interpreter = Interpreter(vocabulary(tmp_path, words), Synonyms(), WEIGHTS, ANALYSER, lambda _: False)
    assert interpreter.suggestion("beaucoup d’encre") is None


@pytest.mark.parametrize(
    ("typed", "conditions"),
    [
        ("titre:togo chapo:togo", 2),
        ("+togo titre:togo", 2),
        ('"togo" titre:"togo"', 2),
        ('"au togo" titre:"au togo"', 2),
        ("+togo* titre:togo*", 2),
        ("+togo titre:togo OU chapo:togo", 2),
        ("+togo +Togo", 1),
        ("titre:togo titre:Togo", 1),
    ],
)
def test_the_same_word_is_required_of_every_field_that_is_named(interpreter: Interpreter, typed: str, conditions: int) -> None:
    tree = interpreter.interpret(typed).tree
    assert (len(tree.subqueries) if isinstance(tree, And) else 1) == conditions


def test_of_much_nonsense_with_operators_no_more_is_read_than_can_matter(interpreter: Interpreter) -> None:
    nonsense = [f"+xq{first}{second}wzk" for first in "abcde" for second in "fghij"]
    meant = interpreter.interpret(" ".join(nonsense))
    assert meant.is_shortened
    assert len(meant.words) == MAX_UNKNOWN
    assert not interpreter.interpret(" ".join(nonsense[: MAX_UNKNOWN - 1])).is_shortened


@pytest.mark.parametrize(
    ("typed", "is_shortened"),
    [
        ('"au togo" "de la commune"', False),
        ('"au togo" "de la commune" "le jumelage"', True),
        ("comm* jumel* tog*", True),
        ('"au togo" OU "de la commune"', False),
        ('"au togo" OU "de la commune" OU "le jumelage"', True),
        ("comm* OU jumel* OU tog*", True),
        ('"' + "de la commune " * 4 + '"', False),
        ('"' + "de la commune " * 5 + '"', True),
    ],
)
def test_phrases_and_beginnings_that_are_not_looked_for_are_told(interpreter: Interpreter, typed: str, is_shortened: bool) -> None:
    assert interpreter.interpret(typed).is_shortened is is_shortened


def test_of_an_unwanted_compound_a_part_alone_may_be_there(interpreter: Interpreter) -> None:
    (kept_out,) = interpreter.interpret("formation -togo-jumelage").tree.b.subqueries
    assert isinstance(kept_out, And)
    assert interpreter.interpret("formation -xyzzy").tree == interpreter.interpret("formation").tree
