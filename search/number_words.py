"""Numbers in words, folded, as digits: ``treize`` and ``treizième`` are ``13``, as ``13e`` is; ``trente-cinq`` is ``35``.

``un`` is an article, ``neuf`` is new too and ``premier`` the best: they stay the words that they are, but for what is made of them.
"""

from collections.abc import Iterator

_UNITS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf".split()
)
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatrevingt": 80}
_WITH_TEENS = ("soixante", "quatrevingt")
_AMBIGUOUS = ("un", "neuf")


def _named() -> Iterator[tuple[str, int]]:
    """Each number that is one word or a compound without its hyphens, with its name."""
    yield from ((name, number) for number, name in enumerate(_UNITS) if name not in _AMBIGUOUS)
    for ten, number in _TENS.items():
        yield ten, number
        for unit in range(1, len(_UNITS) if ten in _WITH_TEENS else 10):
            joint = "et" if unit in (1, 11) and ten != "quatrevingt" else ""
            yield f"{ten}{joint}{_UNITS[unit]}", number + unit
    yield from (("cent", 100), ("mille", 1000))


def _ordinal(name: str) -> str:
    """``neuf`` -> ``neuvieme``."""
    if name.endswith("neuf"):
        return f"{name[:-1]}vieme"
    return f"{name}uieme" if name.endswith("cinq") else f"{name.removesuffix('e')}ieme"


NUMBER_WORDS = {word: str(number) for name, number in _named() for word in (name, _ordinal(name))} | {"neuvieme": "9"}
"""The digits of each cardinal and ordinal, in the singular."""
