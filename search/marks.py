"""What of a text matches a word of a query, whatever makes it match: a stem, an exact word, a beginning, a phrase."""

from collections.abc import Iterable

import msgspec

from search.analysis import ANALYSER, Analyser
from search.wanted import WantedWords


class Marks(msgspec.Struct, frozen=True, gc=False):
    """Stems, folded words, and beginnings of folded words, of which any makes a match; of a phrase, all words must be there."""

    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(
            self.stems | other.stems,
            self.words | other.words,
            tuple(dict.fromkeys(self.prefixes + other.prefixes)),
            tuple(dict.fromkeys(self.phrases + other.phrases)),
        )

    def are_in(self, found: frozenset[str]) -> bool:
        """Whether the words that were found in a document (``Match.word``: stems, folded words without one) are enough."""
        if not self.stems.isdisjoint(found):
            return True
        if self.words and not _reported(self.words).isdisjoint(found):
            return True
        if self.prefixes and any(word.startswith(self.prefixes) for word in found):
            return True
        return any(_reported(_telling(phrase)) <= found for phrase in self.phrases)


def wanted(marks: Iterable[Marks], analyser: Analyser = ANALYSER) -> WantedWords:
    """What marks everything that matches by any of these; of a phrase, its telling words."""
    every = list(marks)
    words = {word for one in every for phrase in one.phrases for word in _telling(phrase)}
    return WantedWords(
        frozenset().union(*(one.stems for one in every)),
        frozenset(words).union(*(one.words for one in every)),
        analyser,
        tuple(dict.fromkeys(prefix for one in every for prefix in one.prefixes)),
    )


def _telling(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a phrase without its stop words, unless it has no others."""
    return tuple(word for word in phrase if ANALYSER.stems(word)) or phrase


def _reported(words: Iterable[str]) -> frozenset[str]:
    """By what a match names each word: its stem, or itself when it is a stop word."""
    return frozenset(next(iter(ANALYSER.stems(word)), word) for word in words)
