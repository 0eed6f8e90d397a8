import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query_language import Clause, LabelClause, Occurrence, Operand, ParsedQuery, parse, words_alone


def words(text: str, occurrence: Occurrence = "should", field: str = "") -> Clause:
    return Clause((Operand("words", text, field),), occurrence)


def phrase(text: str, occurrence: Occurrence = "must", field: str = "") -> Clause:
    return Clause((Operand("phrase", text, field),), occurrence)


def either(*texts: str, occurrence: Occurrence = "should") -> Clause:
    return Clause(tuple(Operand("words", text) for text in texts), occurrence)


READ = [
    ("eau potable au Togo", [words("eau potable au Togo")]),
    ("l’eau et l’assainissement, où ?", [words("l’eau et l’assainissement, où ?")]),
    ('"eau potable" togo', [phrase("eau potable"), words("togo")]),
    ("« eau potable » “au Togo”", [phrase(" eau potable "), phrase("au Togo")]),
    ('-"eau potable"', [phrase("eau potable", "must_not")]),
    ("+jumelage togo -bénin", [words("jumelage", "must"), words("togo"), words("bénin", "must_not")]),
    ("franco-togolaise", [words("franco-togolaise")]),
    ("eau - togo", [words("eau - togo")]),
    ("eau ET togo ET bénin", [words("eau", "must"), words("togo", "must"), words("bénin", "must")]),
    ("eau et togo", [words("eau et togo")]),
    ("eau OU forage togo", [either("eau", "forage"), words("togo")]),
    ("eau OR forage OR puits", [either("eau", "forage", "puits")]),
    ("eau SAUF togo", [words("eau"), words("togo", "must_not")]),
    ("eau ET SAUF togo", [words("eau"), words("togo", "must_not")]),
    ("NOT togo", [words("togo", "must_not")]),
    ("eau SAUF togo OU bénin OU mali", [words("eau"), either("togo", "bénin", "mali", occurrence="must_not")]),
    ("eau -togo OU bénin", [words("eau"), words("togo", "must_not"), words("bénin")]),
    ("eau SAUF togo bénin OU mali", [words("eau"), words("togo", "must_not"), either("bénin", "mali")]),
    ("coop* togo", [Clause((Operand("prefix", "coop"),)), words("togo")]),
    ("c* co*op *tion", [words("c* co*op *tion")]),
    ("l’a* d'e* l’eau*", [words("l’a* d'e*"), Clause((Operand("prefix", "l’eau"),))]),
    ("titre:jumelage", [words("jumelage", "must", "title")]),
    ('titre:"eau potable"', [phrase("eau potable", field="title")]),
    ("-titre:jumelage", [words("jumelage", "must_not", "title")]),
    ("heure:14", [words("heure 14")]),
    ('"eau potable', [words("eau potable")]),
    ("ET eau OU", [words("eau")]),
    ("ET OU SAUF", []),
]


@pytest.mark.parametrize(("text", "clauses"), READ)
def test_a_text_is_read_as_a_visitor_means_it(text: str, clauses: list[Clause]) -> None:
    assert parse(text) == ParsedQuery(tuple(clauses))


LABELS = [
    ("theme:togo", LabelClause("theme", "togo")),
    ("thème:togo", LabelClause("theme", "togo")),
    ("PAYS:Bénin", LabelClause("country", "Bénin")),
    ('theme:"eau et assainissement"', LabelClause("theme", "eau et assainissement")),
    ("type:evenement", LabelClause("kind", "evenement")),
    ("annee:2025", LabelClause("year", "2025")),
    ("année:2025", LabelClause("year", "2025")),
    ("-media:photo", LabelClause("media", "photo", is_wanted=False)),
    ("SAUF media:photo", LabelClause("media", "photo", is_wanted=False)),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_filter_is_read_with_or_without_accents(text: str, label: LabelClause) -> None:
    assert parse(text) == ParsedQuery((), (label,))


@pytest.mark.parametrize(
    ("text", "clauses", "labels"),
    [
        ("eau SAUF pays:togo OU pays:bénin", [words("eau")], {"togo": False, "bénin": False}),
        ("eau SAUF pays:togo OU forage", [words("eau"), words("forage", "must_not")], {"togo": False}),
        (
            "eau SAUF forage OU pays:togo OU puits",
            [words("eau"), either("forage", "puits", occurrence="must_not")],
            {"togo": False},
        ),
        ("eau SAUF pays:togo pays:bénin", [words("eau")], {"togo": False, "bénin": True}),
    ],
)
def test_all_that_or_binds_is_left_out_labels_too(text: str, clauses: list[Clause], labels: dict[str, bool]) -> None:
    filters = tuple(LabelClause("country", value, is_wanted=wanted) for value, wanted in labels.items())
    assert parse(text) == ParsedQuery(tuple(clauses), filters)


def test_a_filter_without_a_value_is_a_word() -> None:
    assert parse("thème: togo") == ParsedQuery((words("thème: togo"),))


@given(st.text())
def test_every_text_can_be_read_and_nothing_readable_disappears(text: str) -> None:
    parsed = parse(text)
    operands = [operand for clause in parsed.clauses for operand in clause.alternatives]
    read = "".join([*(operand.text for operand in operands), *(label.value for label in parsed.labels)])
    letters = [letter for letter in text if letter.isalnum() and letter.islower()]
    if ":" not in text:
        assert sorted(letter for letter in read if letter.isalnum() and letter.islower()) == sorted(letters)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("eau, togo", "eau, togo"),
        ("eau ET titre:togo", "eau          togo"),
        ('pays:togo -eau +"eau potable"', '               +"eau potable"'),
        ("http://togo.tg SAUF coop*", "http://togo.tg           "),
        ('eau SAUF "la taxe" OU titre:forage puits', "eau                                puits"),
        ("eau SAUF pays:togo OU forage ET puits", "eau" + " " * 29 + "puits"),
        ("", ""),
    ],
)
def test_words_alone_stand_where_they_stood(text: str, left: str) -> None:
    found = words_alone(text, lambda part: isinstance(part, LabelClause) or part.occurrence == "must_not")
    assert found == left


PIECES = 'eau titre:togo pays:togo x:y ET SAUF " « » - + coop* é'.split()


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_words_alone_are_as_long_as_the_text(text: str) -> None:
    assert len(words_alone(text, lambda part: isinstance(part, LabelClause))) == len(text)
