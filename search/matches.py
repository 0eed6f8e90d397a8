"""Where the wanted words stand in texts, without analysing all of them.

A text becomes one byte a character: its Latin letters folded, everything else a blank, a sign between letters, or unknown.
Where the roots of the wanted words stand in it, and where something is unknown, the chunk around is analysed; no other chunk
can hold a wanted word. So a long text costs a few passes of C, and what is found is what analysing all of it would find.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain

from search.character_classes import LATIN_1, UNKNOWN
from search.chunk_places import chunks_with
from search.compiled import compiled
from search.tokenisation import glued_text

Match = tuple[int, int, tuple[str, ...]]
"""Where wanted words stand in a text: the character offsets, and the names of all that is met there (a stem, ``word_name``,
``prefix_name``): of a compound, of its parts too. A plain tuple: a page makes hundreds of them.
"""

_ZEROS = bytes(ord("0") if chr(code).isdecimal() else ord(" ") if chr(code) in " \u00a0" else ord("-") for code in range(256))


@compiled
def matches_in(
    texts: Sequence[str], roots: Sequence[bytes], matches_of: Callable[[str], Sequence[Match]], has_digits: bool
) -> list[list[Match]]:
    """The wanted words of each text, in order, of a compound and its parts the compound.

    At least one of the roots begins every wanted word; ``matches_of`` tells the wanted words of any chunk, with offsets in it, or
    of several chunks between blanks that are not of Latin-1. Blanks inside numbers are heeded where ``has_digits``.
    """
    found_in = cache(matches_of)
    text = "\n".join(texts)  # what a pass costs is paid once
    folded = _folded(text)
    if has_digits and _may_hold_groups(folded):
        text = glued_text(text)
        folded = _folded(text)
    matches = [
        (start + first, start + last, names)
        for start, end in chunks_with(roots, folded)
        for first, last, names in found_in(text[start:end])
    ]
    return [matches] if len(texts) == 1 else _parted(matches, texts)


def names_in(found: Iterable[Sequence[Match]]) -> frozenset[str]:
    """The names of all that is met in some texts."""
    return frozenset(chain.from_iterable({names for _, _, names in chain.from_iterable(found)}))


def _parted(matches: list[Match], texts: Sequence[str]) -> list[list[Match]]:
    """The matches in the texts joined, as those of each."""
    parts = []
    start = place = 0
    for text in texts:
        last = bisect_left(matches, (start + len(text) + 1,), place)
        own = matches[place:last]
        parts.append([(first - start, end - start, names) for first, end, names in own] if start else own)
        start, place = start + len(text) + 1, last
    return parts


def _folded(text: str) -> bytes:
    """One byte a character and a blank at the end: a letter or a digit folded, a blank, a sign, or ``?`` for what only the
    analyser can tell.
    """
    return f"{text} ".replace("’", "'").encode("latin-1", "replace").translate(LATIN_1)


def _may_hold_groups(folded: bytes) -> bool:
    """Whether blanks may stand inside a number: looking at the bytes costs a tenth of looking at the text."""
    return UNKNOWN in folded or b"0 000" in folded.translate(_ZEROS)
