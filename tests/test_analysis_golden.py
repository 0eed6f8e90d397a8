"""The analysis gives, row by row, what the golden table says (written by hand, not by the analyser)."""

from pathlib import Path

import pytest

from search.analysis import ANALYSER

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "golden" / "french_analysis.tsv").read_text("utf-8").split("\n")[1:]
    if line and not line.startswith("#")
]


def exact_view(text: str) -> str:
    positions: dict[int, set[str]] = {}
    for token in ANALYSER.tokens(text):
        positions.setdefault(token.position, set()).add(token.word)
    return " ".join("|".join(sorted(words)) for _, words in sorted(positions.items()))


def stem_of(word: str) -> str:
    stems = [token.stem or token.word for token in ANALYSER.tokens(word)]
    return stems[0]


def rows(rule: str) -> list[tuple[str, str, str]]:
    return [(group, left, right) for kind, group, left, right in ROWS if kind == rule]


def test_the_table_has_at_least_four_hundred_rows() -> None:
    assert len(ROWS) >= 400
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("group", "text", "expected"), rows("tokens"))
def test_a_text_gives_these_words_in_the_exact_view(group: str, text: str, expected: str) -> None:
    assert exact_view(text) == expected


@pytest.mark.parametrize(("group", "left", "right"), rows("meet"))
def test_these_words_meet_in_the_stem_view(group: str, left: str, right: str) -> None:
    assert stem_of(left) == stem_of(right)


@pytest.mark.parametrize(("group", "left", "right"), rows("apart"))
def test_these_words_stay_apart_in_the_stem_view(group: str, left: str, right: str) -> None:
    assert stem_of(left) != stem_of(right)
