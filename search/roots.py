"""What must stand in a text for a word to be in it: the letters that every spelling of a stem or of a word begins with.

The stemmer changes endings and inclusive writing abbreviates them (``acteur·rice`` is also ``actrice``), so the letters
before are enough to find where a word may be; whether it is one is for the analyser to say.
"""

from functools import lru_cache

from search.stem import IRREGULAR, REWRITINGS
from search.stem import stem as stem_of
from search.tokenisation import FEMININE_SUFFIXES


@lru_cache(maxsize=20_000)
def stem_roots(stem: str) -> tuple[str, ...]:
    """Letters of which at least one begins every folded word with this stem, whole or abbreviated."""
    regular = _without(stem, [lost for tail, lost in _TAILS if stem.endswith(tail)])
    return tuple(dict.fromkeys(root.replace(".", "") for root in (regular, *_IRREGULAR_ROOTS.get(stem, ()))))


@lru_cache(maxsize=20_000)
def word_root(word: str) -> str:
    """Letters that begin this folded word, whole or abbreviated."""
    singular = word.rstrip("s") or word
    return _without(singular, [len(suffix) for suffix in FEMININE_SUFFIXES if singular.endswith(suffix)]).replace(".", "")


def prefix_root(prefix: str) -> str:
    """Letters that begin every folded word with this prefix, whole or abbreviated: ``actri`` begins ``acteur·rice``."""
    begun = [length for length in range(1, len(prefix)) if prefix[-length:] in _BEGINNINGS]
    whole = [len(suffix) + 1 for suffix in FEMININE_SUFFIXES if prefix.endswith(f"{suffix}s")]
    return _without(prefix, begun + whole).replace(".", "")


def _without(word: str, endings: list[int]) -> str:
    """The word without the longest of its endings that leaves something of it."""
    return word[: len(word) - max((length for length in endings if length < len(word)), default=0)]


def _common_prefix(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _tails() -> frozenset[tuple[str, int]]:
    """Endings of stems, with how many of their letters a word may spell otherwise."""
    rewritten = {(new, len(new) - _common_prefix(old, new)) for old, new in REWRITINGS}
    bases = ["b" * length for length in range(1, 6)]
    replaced = {stem_of(base + suffix).removeprefix(base) for suffix in FEMININE_SUFFIXES for base in bases}
    return frozenset((tail, lost) for tail, lost in rewritten | {(tail, len(tail)) for tail in replaced} if lost)


def _irregular_roots() -> dict[str, tuple[str, ...]]:
    roots: dict[str, tuple[str, ...]] = {}
    for word, stem in IRREGULAR.items():
        roots[stem] = (*roots.get(stem, ()), word_root(word))
    return roots


_BEGINNINGS = frozenset(suffix[:length] for suffix in FEMININE_SUFFIXES for length in range(1, len(suffix) + 1))
_TAILS = _tails()
_IRREGULAR_ROOTS = _irregular_roots()
