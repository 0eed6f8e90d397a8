"""Finds the words of a query in a text, without analysing all of it.

The text becomes one byte a character: its Latin letters folded, everything else a blank, a sign between letters, or unknown.
Where the roots of the wanted words stand in it, and where something is unknown, the chunk around is analysed; no other chunk
can hold a wanted word. So a long text costs a few passes of C, and what is found is what analysing all of it would find.
"""

import re
from functools import cached_property
from typing import NamedTuple

from search.analysis import Analyser, Token, fold
from search.roots import prefix_root, stem_roots, word_root
from search.tokenisation import glued_text, located_chunks_of

_BLANK, _SIGN, _UNKNOWN = b" ", b"-", b"?"


def _class_of(character: str) -> bytes:
    """What stands for a Latin-1 character."""
    if character.isspace():
        return _BLANK
    folded = fold(character)
    if len(folded) == 1 and folded.isalnum():
        return folded.encode()
    return _UNKNOWN if character.isalnum() or character == "?" else _SIGN


_CLASSES = b"".join(_class_of(chr(code)) for code in range(256))
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")


class Match(NamedTuple):
    """A wanted word in a text: its character offsets, and which one it is."""

    start: int
    end: int
    word: str


class WantedWords:
    """The words of a query: stems, folded words that are looked for in the exact view, and beginnings of those."""

    def __init__(self, stems: frozenset[str], words: frozenset[str], analyser: Analyser, prefixes: tuple[str, ...] = ()) -> None:
        self._stems = stems
        self._words = words
        self._prefixes = prefixes
        self._analyser = analyser
        self._known: dict[str, tuple[Match, ...]] = {}

    @classmethod
    def of(cls, text: str, analyser: Analyser) -> "WantedWords":
        """What ``search.query.words_query`` looks for."""
        stems = frozenset(analyser.stems(text))
        return cls(stems, frozenset() if stems else frozenset(analyser.words(text)), analyser)

    def match(self, token: Token) -> bool:
        """Whether a token is one of the wanted words."""
        return token.stem in self._stems or token.word in self._words or token.word.startswith(self._prefixes)

    def matches(self, text: str) -> list[Match]:
        """The wanted words of a text, in order, none overlapping another: of a compound and its parts, the compound."""
        if self._has_digits:
            text = glued_text(text)
        folded = _folded(text)
        found: list[Match] = []
        for start, end in sorted(self._spans(folded).items()):
            chunk = text[start:end]
            known = self._known.get(chunk)
            if known is None:
                known = self._known[chunk] = self._matches_of(chunk)
            found += [Match(start + match.start, start + match.end, match.word) for match in known]
        return found

    def _spans(self, folded: bytes) -> dict[int, int]:
        """Where the chunks begin and end that may hold a wanted word."""
        spans: dict[int, int] = {}
        if _UNKNOWN in folded:
            _add_chunks(spans, folded, _UNKNOWN)
        squeezed = folded.translate(None, _SIGN)
        for root in self._roots:
            held = squeezed.count(root)
            if held:
                _add_words(spans, folded, root)
                if held != folded.count(root):  # somewhere a sign stands between its letters
                    _add_spread_words(spans, folded, root)
        return spans

    def _matches_of(self, chunk: str) -> tuple[Match, ...]:
        """The wanted words of a chunk, or of several between blanks that are not of Latin-1."""
        found = [
            Match(offset + token.start, offset + token.end, token.stem or token.word)
            for part, offset in located_chunks_of(chunk)
            for token in self._analyser.chunk(part).tokens
            if self.match(token)
        ]
        return _without_overlaps(sorted(found, key=lambda match: (match.start, -match.end)))

    @cached_property
    def _roots(self) -> tuple[bytes, ...]:
        """Letters of which at least one must stand in a chunk that holds a wanted word."""
        roots = {root for stem in self._stems for root in stem_roots(stem)}
        roots |= set(map(word_root, self._words)) | set(map(prefix_root, self._prefixes))
        return tuple(sorted(root.encode() for root in roots))

    @cached_property
    def _has_digits(self) -> bool:
        return any(not word.isalpha() for word in (*self._stems, *self._words, *self._prefixes))


def _folded(text: str) -> bytes:
    """One byte a character: a letter or a digit folded, a blank, a sign, or ``?`` for what only the analyser can tell."""
    return text.replace("’", "'").encode("latin-1", "replace").translate(_CLASSES)


def _add_chunks(spans: dict[int, int], folded: bytes, wanted: bytes) -> None:
    """Adds the chunks in which ``wanted`` stands."""
    place = folded.find(wanted)
    while place >= 0:
        start, end = _chunk_at(folded, place)
        spans[start] = end
        place = folded.find(wanted, end)


def _add_words(spans: dict[int, int], folded: bytes, root: bytes) -> None:
    """Adds the chunks in which a word begins with ``root``."""
    find = folded.find
    place = find(root)
    while place >= 0:
        if place and folded[place - 1] in _LETTERS:
            place = find(root, place + 1)
        else:
            start, end = _chunk_at(folded, place)
            spans[start] = end
            place = find(root, end)


def _add_spread_words(spans: dict[int, int], folded: bytes, root: bytes) -> None:
    """Adds the chunks in which signs may stand between the letters of ``root``: ``A.F.D.``, ``aujourd’hui``."""
    for found in re.finditer((_SIGN + b"*").join(b"%c" % letter for letter in root), folded):
        start, end = _chunk_at(folded, found.start())
        spans[start] = end


def _chunk_at(folded: bytes, place: int) -> tuple[int, int]:
    """Where the chunk around a place begins and ends."""
    end = folded.find(_BLANK, place)
    return folded.rfind(_BLANK, 0, place) + 1, len(folded) if end < 0 else end


def _without_overlaps(matches: list[Match]) -> tuple[Match, ...]:
    """The matches that do not begin inside another one."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return tuple(kept)
