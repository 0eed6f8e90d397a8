"""Where in a folded text the chunks are in which some words may begin: a few passes of C over the text, however many words it has.

A folded text has one byte a character: a letter or a digit folded, a blank, a sign, or ``?`` for what only the analyser can tell.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.character_classes import BLANK, SIGN, UNKNOWN

_IS_LETTER = np.isin(np.arange(256), np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8))
_KEY = np.dtype("<u8")
"""The first letters of a word, as one number."""

Array = npt.NDArray[Any]


def chunks_with(roots: Sequence[bytes], folded: bytes) -> list[tuple[int, int]]:
    """Where the chunks begin and end, in order, that have something unknown or a word that may begin with one of the roots.

    A chunk stands between blanks; the text ends with one. Signs may stand between the letters of a word: ``A.F.D.``,
    ``aujourd’hui``.
    """
    characters = np.frombuffer(folded, dtype=np.uint8)
    words, keys = _words(folded, characters)
    may_begin = [keys & _number(b"\xff" * len(root)) == _number(root) for root in roots]
    places = words[np.logical_or.reduce(may_begin)] if may_begin else words[:0]
    if UNKNOWN in folded:
        places = np.sort(np.concatenate((places, np.flatnonzero(characters == ord(UNKNOWN)))))
    return _chunks_at(places, characters)


def _words(folded: bytes, characters: Array) -> tuple[Array, Array]:
    """Where the words begin, and their first letters without the signs between them: as many as a number holds."""
    is_letter = _IS_LETTER.take(characters)
    begins = is_letter.copy()
    np.greater(is_letter[1:], is_letter[:-1], out=begins[1:])
    words = np.flatnonzero(begins)
    signs = np.cumsum(characters == ord(SIGN), dtype=np.int32)
    squeezed = folded.translate(None, SIGN) + bytes(_KEY.itemsize)
    keys = np.ndarray((len(squeezed) - _KEY.itemsize,), dtype=_KEY, buffer=squeezed, strides=(1,))
    return words, keys[words - signs.take(words)]


def _number(letters: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(letters[: _KEY.itemsize], "little"))


def _chunks_at(places: Array, characters: Array) -> list[tuple[int, int]]:
    """Where the chunks around ascending places begin and end, each once."""
    blanks = np.flatnonzero(characters == ord(BLANK))
    after = blanks.searchsorted(places)
    after = after[np.diff(after, prepend=-1) > 0]
    starts = np.where(after > 0, blanks.take(after - 1, mode="clip") + 1, 0)
    return list(zip(starts.tolist(), blanks.take(after).tolist(), strict=True))
