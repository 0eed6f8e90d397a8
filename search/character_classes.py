"""What each character is where words are looked for: a letter or a digit, folded, or something between words."""

import re

from search.analysis import fold
from search.tokenisation import WORD_CHARACTER

BLANK, SIGN, UNKNOWN = b" ", b"-", b"?"
"""What ends a chunk, what may stand between the letters of a word (``A.F.D.``), and what only the analyser can tell."""

_WORD_CHARACTER = re.compile(WORD_CHARACTER)


def _class_of(character: str) -> bytes:
    """What stands for a Latin-1 character."""
    if character.isspace():
        return BLANK
    if not character.isalnum():  # the sign of a trade mark is no R
        return UNKNOWN if character == "?" else SIGN
    folded = fold(character)
    return folded.encode() if len(folded) == 1 and folded.isalnum() else UNKNOWN


def _class_of_sign(character: str) -> bytes:
    """What stands for a character of the blocks of signs."""
    if character.isspace():
        return BLANK
    return UNKNOWN if _WORD_CHARACTER.match(character) else SIGN


LATIN_1 = b"".join(map(_class_of, map(chr, range(0x100))))
"""The classes of the Latin-1 characters."""

SIGNS_FROM, SIGNS_TO = 0x2000, 0x2800
"""The blocks of Unicode that have blanks, dashes, quotation marks, currencies, arrows and bullets."""

SIGNS = b"".join(map(_class_of_sign, map(chr, range(SIGNS_FROM, SIGNS_TO))))
"""The classes of their characters; all that are neither here nor Latin-1 are unknown."""
