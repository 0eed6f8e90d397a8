"""The words of a query that are marked in texts, and what of them a chunk of text has."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

from search.analysis import AnalysedChunk, Analyser, Token
from search.compiled import compiled
from search.matches import Match, matches_in
from search.roots import prefix_root, stem_roots, word_root
from search.tokenisation import located_chunks_of


def word_name(word: str) -> str:
    """What a match calls an exact word; no stem is written so."""
    return f"={word}"


def prefix_name(prefix: str) -> str:
    """What a match calls a beginning of words."""
    return f"{prefix}*"


class WantedWords:
    """The words of a query: stems, folded words that are looked for in the exact view, and beginnings of those.

    One of the ``roots`` at least begins each word of a text that is wanted; ``matches_of`` tells those of a chunk.
    """

    def __init__(self, stems: frozenset[str], words: frozenset[str], analyser: Analyser, prefixes: tuple[str, ...] = ()) -> None:
        self.stems = stems
        self.words = words
        self.prefixes = prefixes
        roots = {*chain.from_iterable(map(stem_roots, stems)), *map(word_root, words), *map(prefix_root, prefixes)}
        self.roots = [root.encode() for root in roots]
        self.has_digits = not all(map(str.isalpha, (*stems, *words, *prefixes)))
        self.matches_of = partial(matches_of, analyser.chunk, stems, words, prefixes)

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
        return self.matches_in([text])[0]

    def matches_in(self, texts: Sequence[str]) -> list[list[Match]]:
        """The wanted words of each text."""
        return matches_in(texts, self.roots, self.matches_of, self.has_digits)


@compiled
def matches_of(
    analysed: Callable[[str], AnalysedChunk],
    stems: frozenset[str],
    words: frozenset[str],
    prefixes: tuple[str, ...],
    chunk: str,
) -> tuple[Match, ...]:
    """The wanted words of a chunk, or of several between blanks that are not of ASCII, in order and none overlapping another."""
    parts = ((chunk, 0),) if chunk.isascii() or chunk.split() == [chunk] else located_chunks_of(chunk)
    tokens = [(offset, token) for part, offset in parts for token in analysed(part).tokens]
    named = [(offset, token, _names(token, stems, words, prefixes)) for offset, token in tokens]
    return without_overlaps([(offset + token.start, offset + token.end, names) for offset, token, names in named if names])


def _names(token: Token, stems: frozenset[str], words: frozenset[str], prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """What of the wanted a token is."""
    names = (token.stem,) if token.stem in stems else ()
    if token.word in words:
        names = (*names, word_name(token.word))
    return (*names, *(prefix_name(prefix) for prefix in prefixes if token.word.startswith(prefix)))


def without_overlaps(matches: list[Match]) -> tuple[Match, ...]:
    """The matches in order; those that begin inside another one are part of it."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (match[0], -match[1])):
        if not kept or match[0] >= kept[-1][1]:
            kept.append(match)
        else:
            start, end, names = kept[-1]
            kept[-1] = start, end, names + match[2]
    return tuple(kept)
