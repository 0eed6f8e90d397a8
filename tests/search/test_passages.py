"""Passages are the same whichever way they are chosen, compiled or in Python."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.matches import Match
from search.passages import passage
from search.results import Highlight
from tests.compiled_twins import both

LENGTH, LEAD = 26, 7

words = st.sampled_from(["l’eau", "Togo", "élu·e·s", "jumelages", "💧", "œ", "«", "x" * 30])
blanks = st.sampled_from([" ", " ", " ", "  ", "\n", "\t ", "\u00a0", "\u202f", "\u2009", "\x1c"])
texts = st.lists(words | blanks, max_size=40).map("".join)
names = st.sampled_from([("eau",), ("eau", "=eaux"), ("togo",), ("jumelag",), ("elu*",)])


@st.composite
def texts_and_matches(draw: st.DrawFn) -> tuple[str, list[Match]]:
    """A text, and matches in it that do not overlap."""
    text = draw(texts)
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=20)))
    pairs = pairwise(places)
    return text, [(start, end, draw(names)) for start, end in pairs if draw(st.booleans())]


@pytest.mark.parametrize("way", both(passage))
@given(texts_and_matches(), st.sampled_from([0, LENGTH, 1000]))
@example(("eau " * 20, []), LENGTH)
@example(("x" * 100, [(40, 60, ("eau",))]), LENGTH)
@example(("x" * 90 + " eau", [(91, 94, ("eau",))]), LENGTH)
def test_both_ways_give_the_same(way: Callable, found: tuple[str, list[Match]], length: int) -> None:
    text, matches = found
    reference = TWINS.get(passage, passage)
    assert way(text, matches, length, LEAD) == reference(text, matches, length, LEAD)


@pytest.mark.parametrize("way", both(passage))
def test_it_is_where_the_most_distinct_words_stand_together(way: Callable) -> None:
    text = "eau eau eau eau puis rien du tout de rien jusqu’au bout eau et Togo enfin"
    matches: list[Match] = [(start, start + 3, ("eau",)) for start in (0, 4, 8, 12, 56)] + [(63, 67, ("togo",))]
    assert way(text, matches, LENGTH, LEAD) == Highlight(
        (("bout ", False), ("eau", True), (" et ", False), ("Togo", True), (" enfin", False)),
        starts_inside=True,
        ends_inside=False,
        position=56,
    )


@pytest.mark.parametrize("way", both(passage))
def test_a_text_that_is_no_longer_is_shown_whole_and_runs_of_blanks_as_one_space(way: Callable) -> None:
    shown = way("De \n l’eau\u00a0!", [(7, 10, ("eau",))], LENGTH, LEAD)
    assert shown.pieces == (("De l’", False), ("eau", True), ("\u00a0!", False))
    assert (shown.starts_inside, shown.ends_inside) == (False, False)
