"""Countries recognised by their names, their inhabitants' names and their capitals; the list is ours (``countries.tsv``).

France is not in it: on a French portal it says nothing. Names that are also common words or first names are left out.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

from search.analysis import fold_value

_WORD = re.compile(r"[^\W_]+")


def country_named(label: str) -> str:
    """The country that a label is the name of, or empty."""
    return _names().get(_key(label), "")


def mentions(text: str) -> Counter[str]:
    """How often each country is mentioned in a text. Names and capitals count when they begin with a capital letter."""
    words = _WORD.findall(text)
    keys = [_word_key(word) for word in words]
    longest = _longest_names()
    found: Counter[str] = Counter()
    begun = 0
    for position in [at for at, key in enumerate(keys) if key in longest]:
        if position < begun:
            continue
        for length in range(min(longest[keys[position]], len(keys) - position), 0, -1):
            name = " ".join(keys[position : position + length])
            country = (_places().get(name) if words[position][0].isupper() else None) or _inhabitants().get(name)
            if country:
                found[country] += 1
                begun = position + length
                break
    return found


@lru_cache(maxsize=200_000)
def _word_key(word: str) -> str:
    return _key(word)


@cache
def _longest_names() -> dict[str, int]:
    """The words that a mention can begin with, and the words of the longest that does: all others cost one look-up."""
    longest: dict[str, int] = {}
    for name in (*_places(), *_inhabitants()):
        words = name.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold_value(text)))


@cache
def _rows() -> tuple[tuple[str, list[str], list[str], list[str]], ...]:
    lines = Path(__file__).with_name("countries.tsv").read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return tuple((name, _several(other), _several(people), _several(capital)) for name, other, people, capital in cells)


def _several(cell: str) -> list[str]:
    return [one for one in cell.split(";") if one]


@cache
def _names() -> dict[str, str]:
    return {_key(one): name for name, others, _, _ in _rows() for one in (name, *others)}


@cache
def _places() -> dict[str, str]:
    return _names() | {_key(capital): name for name, _, _, capitals in _rows() for capital in capitals}


@cache
def _inhabitants() -> dict[str, str]:
    return {form: name for name, _, people, _ in _rows() for one in people for form in _forms(_key(one))}


def _forms(name: str) -> set[str]:
    """The feminine and the plurals of an inhabitant's name, folded."""
    feminine = f"{name}ne" if name.endswith("ien") else "grecque" if name == "grec" else "turque" if name == "turc" else f"{name}e"
    return {name, feminine, f"{feminine}s", name if name.endswith("s") else f"{name}s"}
