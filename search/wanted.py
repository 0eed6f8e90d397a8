"""Finds the words of a query in a text, without analysing all of it.

The text becomes one byte a character: its Latin letters folded, everything else a blank, a sign between letters, or unknown.
Where the roots of the wanted words stand in it, and where something is unknown, the chunk around is analysed; no other chunk
can hold a wanted word. So a long text costs a few passes of C, and what is found is what analysing all of it would find.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain

from search.analysis import Analyser, Token, fold
from search.chunk_places import BLANK, SIGN, UNKNOWN, chunks_with
from search.roots import prefix_root, stem_roots, word_root
from search.tokenisation import glued_text, located_chunks_of


def _class_of(character: str) -> bytes:
    """What stands for a Latin-1 character."""
    if character.isspace():
        return BLANK
    if not character.isalnum():  # the sign of a trade mark is no R
        return UNKNOWN if character == "?" else SIGN
    folded = fold(character)
    return folded.encode() if len(folded) == 1 and folded.isalnum() else UNKNOWN


_CLASSES = b"".join(_class_of(chr(code)) for code in range(256))
_ZEROS = bytes(ord("0") if chr(code).isdecimal() else ord(" ") if chr(code) in " \u00a0" else ord("-") for code in range(256))

Match = tuple[int, int, tuple[str, ...]]
"""Where wanted words stand in a text: the character offsets, and the names of all that is met there (a stem, ``word_name``,
``prefix_name``): of a compound, of its parts too. A plain tuple: a page makes hundreds of them.
"""


def word_name(word: str) -> str:
    """What a match calls an exact word; no stem is written so."""
    return f"={word}"


def prefix_name(prefix: str) -> str:
    """What a match calls a beginning of words."""
    return f"{prefix}*"


def names_in(matches: Iterable[Match]) -> frozenset[str]:
    """The names of all that is met."""
    return frozenset(chain.from_iterable({names for _, _, names in matches}))


class WantedWords:
    """The words of a query: stems, folded words that are looked for in the exact view, and beginnings of those."""

    def __init__(self, stems: frozenset[str], words: frozenset[str], analyser: Analyser, prefixes: tuple[str, ...] = ()) -> None:
        self.stems = stems
        self.words = words
        self.prefixes = prefixes
        self._analyser = analyser
        self._known = _Known(self._matches_of)

    @classmethod
    def of(cls, text: str, analyser: Analyser) -> "WantedWords":
        """What ``search.query.words_query`` looks for."""
        stems = frozenset(analyser.stems(text))
        return cls(stems, frozenset() if stems else frozenset(analyser.words(text)), analyser)

    def match(self, token: Token) -> bool:
        """Whether a token is one of the wanted words."""
        return token.stem in self.stems or token.word in self.words or token.word.startswith(self.prefixes)

    def matches(self, text: str) -> list[Match]:
        """The wanted words of a text, in order, none overlapping another: of a compound and its parts, the compound."""
        folded = _folded(text)
        if self._has_digits and _may_hold_groups(folded):
            text = glued_text(text)
            folded = _folded(text)
        known = self._known
        return [
            (start + first, start + last, names)
            for start, end in chunks_with(self._roots, folded)
            for first, last, names in known[text[start:end]]
        ]

    def _matches_of(self, chunk: str) -> tuple[Match, ...]:
        """The wanted words of a chunk, or of several between blanks that are not of Latin-1."""
        parts = ((chunk, 0),) if chunk.split() == [chunk] else located_chunks_of(chunk)
        found = [
            (offset + token.start, offset + token.end, self._names(token))
            for part, offset in parts
            for token in self._analyser.chunk(part).tokens
            if self.match(token)
        ]
        return _without_overlaps(found) if len(found) > 1 else tuple(found)

    def _names(self, token: Token) -> tuple[str, ...]:
        """What of the wanted a token is."""
        names = [token.stem] if token.stem in self.stems else []
        if token.word in self.words:
            names.append(word_name(token.word))
        return (*names, *(prefix_name(prefix) for prefix in self.prefixes if token.word.startswith(prefix)))

    @cached_property
    def _roots(self) -> tuple[bytes, ...]:
        """Letters of which at least one must stand in a chunk that holds a wanted word."""
        roots = {root for stem in self.stems for root in stem_roots(stem)}
        roots |= set(map(word_root, self.words)) | set(map(prefix_root, self.prefixes))
        return tuple(sorted(root.encode() for root in roots))

    @cached_property
    def _has_digits(self) -> bool:
        return any(not word.isalpha() for word in (*self.stems, *self.words, *self.prefixes))


class _Known(dict[str, tuple[Match, ...]]):
    """The wanted words of the chunks met so far; those of another chunk are found out."""

    def __init__(self, matches_of: Callable[[str], tuple[Match, ...]]) -> None:
        super().__init__()
        self._matches_of = matches_of

    def __missing__(self, chunk: str) -> tuple[Match, ...]:
        found = self[chunk] = self._matches_of(chunk)
        return found


def _folded(text: str) -> bytes:
    """One byte a character and a blank at the end: a letter or a digit folded, a blank, a sign, or ``?`` for what only the
    analyser can tell.
    """
    return f"{text} ".replace("’", "'").encode("latin-1", "replace").translate(_CLASSES)


def _may_hold_groups(folded: bytes) -> bool:
    """Whether blanks may stand inside a number: looking at the bytes costs a tenth of looking at the text."""
    return UNKNOWN in folded or b"0 000" in folded.translate(_ZEROS)


def _without_overlaps(matches: list[Match]) -> tuple[Match, ...]:
    """The matches in order; those that begin inside another one are part of it."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[0], -match[1])):
        if not kept or match[0] >= kept[-1][1]:
            kept.append(match)
        else:
            start, end, names = kept[-1]
            kept[-1] = start, end, names + match[2]
    return tuple(kept)
