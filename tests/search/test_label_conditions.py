from pathlib import Path

import pytest

from search.analysis import ANALYSER
from search.label_conditions import LabelConditions
from search.query import NullQuery, Or, Term
from search.query_language import LabelClause, parse
from search.query_words import QueryWords
from search.ranking import WEIGHTS
from tests.search.lexicon import vocabulary


@pytest.fixture(scope="module")
def conditions(tmp_path_factory: pytest.TempPathFactory) -> LabelConditions:
    known = vocabulary(Path(tmp_path_factory.mktemp("language")))
    return LabelConditions(known, QueryWords(known, WEIGHTS, ANALYSER, lambda _: False))


def labels(typed: str) -> tuple[LabelClause, ...]:
    return parse(typed).labels


def test_a_known_label_is_a_filter_and_an_unknown_one_is_looked_for_among_the_labels(conditions: LabelConditions) -> None:
    (known,), (unknown,) = conditions.of(labels("pays:Mali")), conditions.of(labels("pays:togo"))
    assert known == Term("country", "mali")
    assert unknown.child.terms[0][:2] == ("themes", "togo")


def test_a_label_without_a_word_is_found_nowhere(conditions: LabelConditions) -> None:
    (nowhere,) = conditions.of(labels("theme:."))
    assert nowhere.child is NullQuery


@pytest.mark.parametrize(("typed", "label"), [("photos", "photo"), ("Photo", "photo"), ("sons", "sons")])
def test_a_label_is_found_in_the_plural_too(conditions: LabelConditions, typed: str, label: str) -> None:
    assert conditions.of(labels(f"media:{typed}")) == [Term("media", label)]


def test_a_type_is_a_kind_or_else_a_category_of_the_portal(conditions: LabelConditions) -> None:
    assert conditions.of(labels("type:événements")) == [Term("kind", "evenement")]
    assert conditions.of(labels("type:Communiqués")) == [Or([Term("category", "communiques"), Term("category", "communique")])]


def test_labels_of_one_field_widen_it_and_those_of_another_narrow(conditions: LabelConditions) -> None:
    media, year = conditions.of(labels("media:photo media:son annee:2025"))
    assert media == Or([Term("media", "photo"), Term("media", "son")])
    assert year == Term("year", "2025")


def test_what_is_wanted_and_what_is_not_are_apart(conditions: LabelConditions) -> None:
    asked = labels("media:photo -annee:2025")
    assert conditions.of(asked) == [Term("media", "photo")]
    assert conditions.of(asked, wanted=False) == [Term("year", "2025")]


@pytest.mark.parametrize(
    ("typed", "known"), [("pays:Mali", True), ("media:photos", True), ("pays:togo", False), ("type:photo", False)]
)
def test_a_label_is_known_when_the_portal_has_it(conditions: LabelConditions, typed: str, known: bool) -> None:
    (label,) = labels(typed)
    assert conditions.is_known(label) is known
