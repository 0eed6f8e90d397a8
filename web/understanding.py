"""How a query is read: each of its words as it was typed, as it is looked for, and the root that its family shares."""

from dataclasses import dataclass
from itertools import islice

from search.analysis import ANALYSER

MAX_WORDS = 30
"""Words of a query that are explained."""


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """``root`` is empty for a word too common to be looked for."""

    typed: str
    folded: str
    root: str


def understood_words(text: str) -> tuple[UnderstoodWord, ...]:
    """The first words of a query."""
    tokens = islice(ANALYSER.tokens(text), MAX_WORDS)
    return tuple(UnderstoodWord(text[token.start : token.end], token.word, token.stem) for token in tokens)
