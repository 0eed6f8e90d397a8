"""Spoils queries as visitors do, always the same way for one seed: without accents, or with a typo in each long word."""

import random
import re
import unicodedata
from collections.abc import Callable
from string import ascii_lowercase
from typing import Literal

from indexer.collection import Query

Perturbation = Literal["accents", "typos"]

TYPO_LENGTH = 6
"""Letters from which a word gets a typo."""

_LONG_WORD = re.compile(rf"[^\W\d_]{{{TYPO_LENGTH},}}")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def perturbed(query: Query, how: Perturbation, seed: int) -> str:
    """The text of a query, spoilt; what happens to it depends on the seed and on the query only."""
    if how == "accents":
        return without_accents(query.text)
    return with_typos(query.text, random.Random(f"{seed}/{query.id}"))  # noqa: S311


def without_accents(text: str) -> str:
    """A text as it is typed on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return unicodedata.normalize("NFC", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def with_typos(text: str, chance: random.Random) -> str:
    """A text with one wrong letter, or two neighbours swapped, in each word of ``TYPO_LENGTH`` letters or more."""
    return _LONG_WORD.sub(lambda word: chance.choice(_TYPOS)(word.group(), chance), text)


def _substituted(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(ascii_lowercase.replace(word[place].lower(), "")) + word[place + 1 :]


def _transposed(word: str, chance: random.Random) -> str:
    """Two different neighbours swapped; a word of one letter repeated has none, and gets a wrong letter."""
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return _substituted(word, chance)
    place = chance.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


_TYPOS: tuple[Callable[[str, random.Random], str], ...] = (_substituted, _transposed)
