"""Classes of characters, by which words are looked for."""

import pytest

from search.analysis import ANALYSER, fold
from search.character_classes import BLANK, LATIN_1, SIGN, SIGNS, SIGNS_FROM, UNKNOWN


def class_of(character: str) -> bytes:
    code = ord(character)
    return bytes([LATIN_1[code] if code < len(LATIN_1) else SIGNS[code - SIGNS_FROM]])


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("eéÈE", b"e"),
        ("4", b"4"),
        ("2²", b"2"),
        (" \n\u00a0\u202f\u2009", BLANK),
        ("'’·-–—…“”«€→•®", SIGN),
        ("?½æß\u200d\u2060ⅷ", UNKNOWN),
    ],
)
def test_what_characters_are(characters: str, expected: bytes) -> None:
    assert {class_of(one) for one in characters} == {expected}


def test_letters_are_what_the_analyser_folds_them_to() -> None:
    for code, kind in enumerate(LATIN_1):
        if bytes([kind]).isalnum():
            assert fold(chr(code)) == chr(kind)


def test_a_sign_is_no_part_of_what_is_found() -> None:
    for code, kind in enumerate(SIGNS, start=SIGNS_FROM):
        if bytes([kind]) != UNKNOWN:
            assert ANALYSER.words(chr(code)) == []
            assert set(ANALYSER.words(f"eau{chr(code)}air")) <= {"eau", "air", "eauair"}
