"""The blanks inside numbers are glued by a loop in C, or by a regular expression: both glue the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.tokenisation import GLUE, glued_text
from tests.compiled_twins import both

numbers = st.text(st.sampled_from("0123456789  \u00a0\u202f-,a_é²٣\ue000\U0001f600"), max_size=24)


@pytest.mark.parametrize("glued", both(glued_text))
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 000 euros", f"10{GLUE}000 euros"),
        ("1\u202f234\u00a0567,50 €", f"1{GLUE}234{GLUE}567,50 €"),
        ("le 12 345x", "le 12 345x"),
        ("1 234 5678", f"1{GLUE}234 5678"),
        ("1234 567 890", f"1234 567{GLUE}890"),
        ("a12 345", "a12 345"),
        ("décret n° 2004 391 du 5 mai", "décret n° 2004 391 du 5 mai"),
        ("Ville de 100 000 habitants, 20 % de 1 500", f"Ville de 100{GLUE}000 habitants, 20 % de 1{GLUE}500"),
    ],
)
def test_the_blanks_inside_a_number_are_glued(glued: Callable[[str], str], text: str, expected: str) -> None:
    assert glued(text) == expected


@pytest.mark.skipif(glued_text not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again")
@given(numbers)
def test_compiled_the_same_blanks_are_glued(text: str) -> None:
    assert glued_text(text) == TWINS[glued_text](text)
