import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.colours import DARK_GROUNDS, ENOUGH, LIGHT_GROUNDS, ColourInvalid, colour, contrast, readable, text_on
from web.look import STATIC

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
STYLE = (STATIC / "style.css").read_text("utf-8")
SCHEMES = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", scheme)) for scheme in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1d4f91", "#1d4f91") == 1


@given(COLOURS)
def test_whatever_a_portal_chooses_can_be_read_by_day_and_in_the_dark(accent: str) -> None:
    for grounds in (LIGHT_GROUNDS, DARK_GROUNDS):
        shade = readable(accent, grounds)
        assert all(contrast(shade, ground) >= ENOUGH for ground in grounds)
        assert contrast(shade, text_on(shade)) >= ENOUGH


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#1d4f91", LIGHT_GROUNDS) == "#1d4f91"


@pytest.mark.parametrize(("written", "read"), [("#1D4F91", "#1d4f91"), (" #abc ", "#aabbcc")])
def test_a_colour_has_three_or_six_digits(written: str, read: str) -> None:
    assert colour(written) == read


@pytest.mark.parametrize("written", ["", "blue", "#12", "#1234567", "#gggggg", "#fff; } body { display: none"])
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ColourInvalid) as refused:
        colour(written)
    assert refused.value.remedy


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_enough_in_light_and_in_dark(scheme: dict[str, str]) -> None:
    pairs = [(text, ground) for text in ("text", "quiet", "link", "visited", "accent") for ground in ("paper", "panel")]
    for text, ground in [*pairs, ("on-accent", "accent"), ("on-mark", "mark")]:
        assert contrast(scheme[text], scheme[ground]) >= ENOUGH, (text, ground)
    assert contrast(scheme["edge"], scheme["paper"]) >= 3


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    assert [(scheme["paper"], scheme["panel"]) for scheme in SCHEMES] == [LIGHT_GROUNDS, DARK_GROUNDS]
