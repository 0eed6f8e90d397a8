"""What of a text matches a word of a query, whatever makes it match: a stem, an exact word, a beginning, a phrase."""

from collections.abc import Iterable

import msgspec

from search.analysis import ANALYSER, Analyser
from search.wanted import WantedWords, prefix_name, word_name


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
        """Whether what was met in a document, by the names that ``search.matches.Match`` gives it, is enough."""
        if not self.stems.isdisjoint(found):
            return True
        if self.words and not found.isdisjoint(map(word_name, self.words)):
            return True
        if self.prefixes and not found.isdisjoint(map(prefix_name, self.prefixes)):
            return True
        return bool(self.phrases) and any(found.issuperset(map(word_name, _telling(phrase))) for phrase in self.phrases)


def wanted(marks: Iterable[Marks], analyser: Analyser = ANALYSER) -> WantedWords:
    """What marks everything that matches by any of these; of a phrase, its telling words."""
    stems: set[str] = set()
    words: set[str] = set()
    prefixes: dict[str, None] = {}
    for one in marks:
        stems |= one.stems
        words |= one.words
        prefixes |= dict.fromkeys(one.prefixes)
        for phrase in one.phrases:
            words.update(_telling(phrase))
    return WantedWords(frozenset(stems), frozenset(words), analyser, tuple(prefixes))


def _telling(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a phrase without its stop words, unless it has no others."""
    return tuple(word for word in phrase if ANALYSER.stems(word)) or phrase
