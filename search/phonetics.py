"""How a French word sounds, roughly: words that are confused in writing because they sound alike have one key.

It works on folded words (``search.analysis.fold``): accents are gone, so ``é`` and ``e`` are one letter, and the endings
``é``, ``er``, ``ez``, ``ée`` and ``ées`` one sound. Idea of ordered replacements: Soundex2 and Phonex for French
(F. Brouard, 1999), with the confusions that visitors' typing shows.
"""

import re
from functools import lru_cache

# Applied in order; each pattern sees what the ones before it left.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"sch|sh", "ch"),
        (r"ch(?=[rlnt])", "k"),
        (r"eau|au", "o"),
        (r"oeu|eu|oe", "e"),
        (r"ai|ei|ay|ey", "e"),
        (r"sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"cqu|qu|ck|cc|c(?!h)|q", "k"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[ei])", "g"),
        (r"y", "i"),
        (r"ti(?=on|el|eu)", "si"),
        (r"[ae][mn](?![aeiou])", "an"),
        (r"[ui][mn](?![aeiou])", "in"),
        (r"om(?=[bp])", "on"),
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[a-z]{2})(?:ees?|er|ez|es|e)$", "e"),
        (r"(?<=[a-z]{2})[tdsxzp]+$", ""),
        (r"z", "s"),
        (r"(?<!c)h", ""),
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[a-z]{2})e$", ""),
    )
)


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """The key of a folded word; words that sound alike share it. A word of silent letters is its own key."""
    heard = word
    for pattern, replacement in _RULES:
        heard = pattern.sub(replacement, heard)
    return heard or word
