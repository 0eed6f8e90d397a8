from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.acronyms import acronyms_of, judged, mentions, spells
from search.acronyms import FILE, Acronym, read_acronyms, sure_rules, write_acronyms
from search.document import Document
from search.errors import IndexCorrupt
from search.synonyms import Rule

FOUND = [
    ("La Faîtière des Communes du Togo (FCT) se réunit.", [("FCT", "Faîtière des Communes du Togo")]),
    ("La FCT (Faîtière des communes du Togo) se réunit.", [("FCT", "Faîtière des communes du Togo")]),
    ("un prêt de l’Agence française de développement (A.F.D.)", [("A.F.D.", "Agence française de développement")]),
    (
        "le PNUD (Programme des Nations unies pour le développement)",
        [("PNUD", "Programme des Nations unies pour le développement")],
    ),
    (
        "l’action internationale des collectivités territoriales (AICT)",
        [("AICT", "action internationale des collectivités territoriales")],
    ),
    ("des organisations non gouvernementales (ONG) et un groupe (réuni hier)", [("ONG", "organisations non gouvernementales")]),
    ("VSI (le volontariat de solidarité internationale, depuis 2005)", [("VSI", "volontariat de solidarité internationale")]),
    ("un chèque emploi-service universel (CESU)", [("CESU", "chèque emploi-service universel")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_an_explanation_is_found_both_ways_round(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mention.acronym, mention.name) for mention in mentions(text)] == expected


NOT_FOUND = [
    "à Kpalimé (Togo), le 26 mai",
    "le maire (PS) de la commune",
    "deux élus (UMP) togolais",
    "La commune. Des Togolais (FCT)",
    "au Togo (voir FCT)",
    "FCT (fermée le lundi)",
    "CAN (Canada)",
    "le total (2025)",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_brackets_that_explain_nothing_are_left_alone(text: str) -> None:
    assert list(mentions(text)) == []


@pytest.mark.parametrize(
    ("words", "acronym", "expected"),
    [
        ("Faîtière des Communes du Togo", "FCT", True),
        ("Programme des Nations unies pour le développement", "PNUPLD", True),
        ("Communes du Togo", "FCT", False),
        ("la Faîtière des Communes du Togo", "FCT", False),
        ("organisations non gouvernementales", "ONGs", True),
        ("Faîtière communes Togo Bénin", "FCT", False),
        ("", "FCT", False),
    ],
)
def test_a_name_spells_its_acronym_with_the_initials_of_all_but_its_small_words(words: str, acronym: str, expected: bool) -> None:
    assert spells(words.split(), acronym) is expected


DOCUMENTS = [
    Document(id="a", title="La Faîtière des communes du Togo (FCT)", body="La Coupe d’Afrique des nations (CAN)."),
    Document(id="b", title="Un accord", body="La faîtière des communes du Togo (FCT) et la FCT (Faîtière des communes du Togo)."),
    Document(id="c", title="Une autre", body="La Fédération canine de Toulouse (FCT), un accord international (AI)."),
]


def test_names_are_counted_by_documents_and_come_with_their_first_one() -> None:
    found = acronyms_of(DOCUMENTS)
    assert [(one.acronym, one.name, one.documents, one.document) for one in found] == [
        ("FCT", "Faîtière des communes du Togo", 2, "a"),
        ("AI", "accord international", 1, "c"),
        ("CAN", "Coupe d’Afrique des nations", 1, "a"),
        ("FCT", "Fédération canine de Toulouse", 1, "c"),
    ]


def test_the_name_that_prevails_is_sure_unless_the_acronym_is_a_word_or_too_short() -> None:
    sure = {(one.acronym, one.name) for one in judged(acronyms_of(DOCUMENTS), lambda word: word == "can") if one.is_sure}
    assert sure == {("FCT", "Faîtière des communes du Togo")}


def test_acronyms_are_read_as_they_were_written_and_the_ignored_ones_not_applied(tmp_path: pytest.TempPathFactory) -> None:
    acronyms = [Acronym("FCT", "Faîtière", 2, "a", is_sure=True), Acronym("AI", "accord international", 1, "c")]
    write_acronyms(acronyms, tmp_path)  # type: ignore[arg-type]
    assert read_acronyms(tmp_path) == acronyms  # type: ignore[arg-type]
    assert list(sure_rules(acronyms)) == [Rule("FCT", "Faîtière"), Rule("Faîtière", "FCT")]
    assert list(sure_rules(acronyms, frozenset({"fct"}))) == []


@given(st.text(st.sampled_from("ABCabc ()«».,;:é'’-\n"), max_size=80))
def test_any_text_is_mined_and_what_is_found_stands_in_it(text: str) -> None:
    for mention in mentions(text):
        assert mention.acronym in text
        assert mention.name in " ".join(text.split())


@pytest.mark.parametrize("content", [None, b"", b"{}", b'[{"acronym": "\xe9"}]'], ids=["gone", "empty", "other", "no text"])
def test_damaged_acronyms_are_refused_with_the_remedy(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=r"sigles.*trouvaille build"):
        read_acronyms(tmp_path)
