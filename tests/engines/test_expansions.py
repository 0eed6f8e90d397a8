"""Words that are only described stand for those of the segment, in order and no more of them than are allowed."""

from collections.abc import Iterator

import numpy as np
import pytest

from search.document import Document, encode
from search.engines.embedded import expansions
from search.engines.embedded.expansions import fuzzy, prefix, wildcard
from search.engines.embedded.inversion import Inversion
from search.engines.embedded.scored import Scored
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.target import Target
from search.query import FuzzyTerm, Prefix, Wildcard

TEXTS = ("commune", "communes et jumelage", "communauté", "Comores", "jumelages", "le pays")
FIELD = "body_exact"


@pytest.fixture(scope="module")
def on() -> Target:
    inversion = Inversion()
    for number, text in enumerate(TEXTS):
        inversion.add(encode(Document(id=str(number), title="Une note", body=text)))
    (target,) = Target.all(Snapshot([(inversion.arrays(), None)]))
    return target


@pytest.fixture
def two_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(expansions, "MAX_EXPANSIONS", 2)


def found(scored: Scored) -> list[str]:
    assert scored.scores.tolist() == scored.matched.astype(float).tolist()
    return [TEXTS[number] for number in np.flatnonzero(scored.matched)]


def test_a_beginning_stands_for_all_words_that_begin_so(on: Target) -> None:
    assert found(prefix(Prefix(FIELD, "commun"), on)) == ["commune", "communes et jumelage", "communauté"]
    assert found(prefix(Prefix(FIELD, "z"), on)) == []


def test_a_pattern_stands_for_all_words_that_fit_it_whole(on: Target) -> None:
    assert found(wildcard(Wildcard(FIELD, "com*es"), on)) == ["communes et jumelage", "Comores"]
    assert found(wildcard(Wildcard(FIELD, "*lage?"), on)) == ["jumelages"]
    assert found(wildcard(Wildcard(FIELD, "[jp]*s"), on)) == ["jumelages", "le pays"]


def test_a_fuzzy_word_stands_for_those_within_its_distance(on: Target) -> None:
    assert found(fuzzy(FuzzyTerm(FIELD, "comune", maxdist=1), on)) == ["commune"]
    assert found(fuzzy(FuzzyTerm(FIELD, "comune", maxdist=2), on)) == ["commune", "communes et jumelage"]


def test_a_fuzzy_word_is_right_at_its_beginning(on: Target) -> None:
    assert found(fuzzy(FuzzyTerm(FIELD, "pumelage", maxdist=1, prefixlength=0), on)) == ["communes et jumelage"]
    assert found(fuzzy(FuzzyTerm(FIELD, "pumelage", maxdist=1, prefixlength=1), on)) == []


@pytest.mark.usefixtures("two_words")
def test_of_too_many_words_the_first_in_order_are_taken_but_all_with_a_beginning(on: Target) -> None:
    assert found(wildcard(Wildcard(FIELD, "com*"), on)) == ["commune", "communauté"]
    assert found(fuzzy(FuzzyTerm(FIELD, "communes", maxdist=4), on)) == ["commune", "communauté"]
    assert len(found(prefix(Prefix(FIELD, "com"), on))) == 4
