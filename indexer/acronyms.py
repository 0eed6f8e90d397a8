"""Mines the acronyms that texts explain: "Faîtière des communes du Togo (FCT)" and "FCT (Faîtière des communes du Togo)".

A full name is believed when the letters of its acronym are, in order, the initials of its words; small words may be left out.
After A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", 2003,
on initials only: French acronyms are made of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from search.acronyms import Acronym
from search.analysis import ANALYSER, fold
from search.document import Document
from search.stopwords import STOP_WORDS

MAX_NAME_WORDS = 14
"""Words of the longest full name."""

PREVAILING = 2
SHORTEST_BELIEVED, SHORT_DOCUMENTS = 2, 3

_ACRONYM = r"[A-ZÀ-ÖØ-Þ](?:\.?[A-ZÀ-ÖØ-Þa-z0-9&]){1,9}\.?"
_IN_BRACKETS = re.compile(rf"\(\s*({_ACRONYM})\s*\)")
_BEFORE_BRACKETS = re.compile(rf"(?<![\w.])({_ACRONYM})\s*\(([^()\n]{{6,160}})\)")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = STOP_WORDS | {"a", "and", "for", "of", "the"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text explains an acronym."""

    acronym: str
    name: str


def acronyms_of(documents: Iterable[Document]) -> list[Acronym]:
    """Every acronym that the texts explain with each of its names, those of most documents first, then by name.

    The ``document`` of each is the first that explains it so.
    """
    counts: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], Counter[str]] = {}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for document in documents:
        seen = set()
        for text in (document.title, document.summary, document.body):
            for mention in mentions(text):
                pair = (fold(mention.acronym).replace(".", ""), " ".join(ANALYSER.stems(mention.name)))
                seen.add(pair)
                spellings.setdefault(pair, Counter())[mention.name] += 1
                first.setdefault(pair, (mention.acronym, document.id))
        counts.update(seen)
    found = [
        Acronym(first[pair][0].replace(".", ""), spellings[pair].most_common(1)[0][0], count, first[pair][1])
        for pair, count in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.documents, fold(one.acronym), one.name))


def judged(acronyms: Sequence[Acronym], is_word: Callable[[str], bool]) -> list[Acronym]:
    """The acronyms with the sure ones marked: those with one name that prevails, and that are no ordinary word.

    ``is_word`` says of a folded acronym whether the portal writes it in small letters. A name prevails that twice as many
    documents give as any other; two letters alone stand for too much to be believed on one document.
    """
    best: dict[str, list[int]] = {}
    for one in acronyms:
        best.setdefault(fold(one.acronym), []).append(one.documents)
    marked = []
    for one in acronyms:
        counts = sorted(best[fold(one.acronym)], reverse=True)
        prevails = one.documents == counts[0] and (len(counts) == 1 or counts[0] >= PREVAILING * counts[1])
        is_known = one.documents >= (1 if len(one.acronym) > SHORTEST_BELIEVED else SHORT_DOCUMENTS)
        marked.append(msgspec.structs.replace(one, is_sure=prevails and is_known and not is_word(fold(one.acronym))))
    return marked


def mentions(text: str) -> Iterator[Mention]:
    """The explanations of a text, both ways round."""
    for match in _IN_BRACKETS.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        if _is_acronym(match[1]) and (name := _name_before(before, match[1])):
            yield Mention(match[1], name)
    for match in _BEFORE_BRACKETS.finditer(text):
        if _is_acronym(match[1]) and (name := _whole_name(match[2], match[1])):
            yield Mention(match[1], name)


def _is_acronym(text: str) -> bool:
    """Whether most of its letters are capitals: ``FCT``, ``ONGs``, ``DAECT``, not ``Lomé``."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 <= len(letters) <= 8 and sum(letter.isupper() for letter in letters) > len(letters) / 2


def _name_before(text: str, acronym: str) -> str | None:
    """The shortest end of a text that the acronym stands for, within the sentence."""
    start = max(text.rfind(mark) for mark in (". ", "\n", ";", ":", "(", ")", "«", "?", "!")) + 1
    words = [(match.group(), start + match.start()) for match in _WORD.finditer(text[start:])]
    for place in range(len(words) - 2, max(-1, len(words) - MAX_NAME_WORDS - 1), -1):
        if spells([word for word, _ in words[place:]], acronym):
            return _cleaned(text[words[place][1] :])
    return None


def _whole_name(text: str, acronym: str) -> str | None:
    """The text up to its first comma, without articles before it, when the acronym stands for all of it."""
    name = text.split(",")[0]
    words = [match.group() for match in _WORD.finditer(name)]
    while words and fold(words[0]) in _SMALL and fold(words[0][0]) != fold(acronym[0]):
        name = name[name.index(words[0]) + len(words[0]) :].lstrip("'’ ")
        words = words[1:]
    return _cleaned(name) if 2 <= len(words) <= MAX_NAME_WORDS and spells(words, acronym) else None


def _cleaned(name: str) -> str:
    return " ".join(name.strip(' \t\u00a0,–-«»"“”').split())


def spells(words: Sequence[str], acronym: str) -> bool:
    """Whether the letters of an acronym are, in order, initials of the words: of all of them but the small ones.

    A plural's s and a small word's initial may be there or not (``PNUD``, ``ONGs``, ``DAECT``).
    """
    letters = "".join(letter for letter in fold(acronym) if letter.isalpha())
    initials = tuple((fold(word)[:1], fold(word) in _SMALL) for word in words)
    if not letters or not initials or initials[0][1]:
        return False
    return _spelt(letters, initials) or (acronym.endswith("s") and _spelt(letters[:-1], initials))


@lru_cache(maxsize=10_000)
def _spelt(letters: str, initials: tuple[tuple[str, bool], ...]) -> bool:
    if not initials:
        return not letters
    (initial, is_small), *others = initials
    if letters and initial == letters[0] and _spelt(letters[1:], tuple(others)):
        return True
    return is_small and _spelt(letters, tuple(others))
