"""Trees are made of words that the portal has, or has not."""

import pytest

from search.marks import Marks
from search.query import And, AndMaybe, AnyWord, Every, NullQuery, Query, Term
from search.query_words import QueryWord
from search.ranking import WEIGHTS
from search.word_trees import any_word, every_word, required_and_wanted


def word(text: str, *, is_there: bool = True, is_country: bool = False) -> QueryWord:
    return QueryWord(text, text, Term("body", text) if is_there else None, Marks(), int(is_there), is_country=is_country)


EAU, JUMELAGE, TOGO, ABSENT = word("eau"), word("jumelage"), word("togo", is_country=True), word("absent", is_there=False)


def trees(*words: QueryWord) -> list[Query | None]:
    return [one.tree for one in words]


def test_any_word_is_one_that_the_portal_has() -> None:
    tree = any_word(WEIGHTS, [EAU, ABSENT, JUMELAGE])
    assert isinstance(tree, AnyWord)
    assert tree.subqueries == trees(EAU, JUMELAGE)
    assert any_word(WEIGHTS, [ABSENT]) is NullQuery


def test_a_country_and_all_else_are_two_parts_that_are_both_meant() -> None:
    tree = any_word(WEIGHTS, [EAU, TOGO, JUMELAGE])
    assert [part.subqueries for part in tree.subqueries] == [trees(EAU, JUMELAGE), trees(TOGO)]
    assert tree.exponent == WEIGHTS.lacking_part
    assert any_word(WEIGHTS, [TOGO]).subqueries == trees(TOGO)


@pytest.mark.parametrize(
    ("words", "tree"), [([EAU], EAU.tree), ([EAU, ABSENT], And([EAU.tree, NullQuery])), ([ABSENT], NullQuery), ([], NullQuery)]
)
def test_every_word_asks_for_those_that_the_portal_has_not_too(words: list[QueryWord], tree: Query) -> None:
    assert every_word(words) == tree


def test_what_is_wanted_adds_to_what_is_required() -> None:
    tree = required_and_wanted(WEIGHTS, [EAU], [JUMELAGE])
    assert isinstance(tree, AndMaybe)
    assert (tree.a, tree.b.subqueries) == (EAU.tree, trees(JUMELAGE))
    assert required_and_wanted(WEIGHTS, [EAU], []) == EAU.tree
    assert required_and_wanted(WEIGHTS, [], [JUMELAGE]).subqueries == trees(JUMELAGE)


def test_everything_is_found_when_nothing_is_looked_for() -> None:
    assert required_and_wanted(WEIGHTS, [], []) == Every()
