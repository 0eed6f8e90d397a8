"""Passages as HTML: what is special is escaped, and what matched is marked."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.results import Highlight
from tests.compiled_twins import both
from web.passage_html import passage_html, passages_html

LONG = "Le puits de l’école (§ 3) d'été & co. " * 300
pieces = st.lists(st.tuples(st.text(st.sampled_from("<>&\"'eé \u00a0💧=;"), max_size=8) | st.text(max_size=4), st.booleans()))
highlights = st.builds(Highlight, pieces.map(tuple), st.booleans(), st.booleans())


@pytest.mark.parametrize("passage_html", both(passage_html))
@pytest.mark.parametrize(
    ("highlight", "html"),
    [
        (Highlight((("L’", False), ("eau", True), (".", False))), "L’<mark>eau</mark>."),
        (Highlight(((" le puits ", False),), starts_inside=True, ends_inside=True), "… le puits …"),
        (Highlight((("R&D <", False), ('l\'"eau"', True))), "R&amp;D &lt;<mark>l&#x27;&quot;eau&quot;</mark>"),
        (Highlight((("a", True), ("b>", True))), "<mark>a</mark><mark>b&gt;</mark>"),
        (Highlight(((" ", False),), starts_inside=True, ends_inside=True), "…  …"),
        (Highlight(()), ""),
        (Highlight(((LONG, True),)), f"<mark>{escape(LONG)}</mark>"),
        (Highlight((("'" * 5_000, False),)), "&#x27;" * 5_000),
    ],
)
def test_what_it_is(passage_html: Callable, highlight: Highlight, html: str) -> None:
    assert passage_html(highlight) == html


@pytest.mark.parametrize("way", both(passage_html))
@given(highlights)
def test_both_ways_give_the_same(way: Callable, highlight: Highlight) -> None:
    assert way(highlight) == TWINS.get(passage_html, passage_html)(highlight)


@pytest.mark.parametrize("way", both(passages_html))
@given(st.dictionaries(st.sampled_from(["title", "summary", "body"]), highlights))
def test_several_are_what_each_is(way: Callable, passages: dict[str, Highlight]) -> None:
    assert way(passages) == {field: passage_html(highlight) for field, highlight in passages.items()}
