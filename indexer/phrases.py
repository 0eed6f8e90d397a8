"""Finds the phrases that a portal uses again and again, as a visitor would type them: ``appel à projets``, ``eau potable``."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from search.analysis import fold, fold_value
from search.document import Document
from search.stopwords import STOP_WORDS

MAX_WORDS = 5
MIN_DOCUMENTS = 3
MAX_PHRASES = 20_000
BODY_START = 200
"""Characters of a body that are read when there is no summary: phrases that matter are in titles and first sentences."""

MAX_DOCUMENTS = 20_000
"""Documents that are read, evenly spread: what is frequent in a portal is frequent in these."""

_NEARLY_ALWAYS = 0.8
_BREAK = re.compile(r"[^\w'’\-\s]+|\n|(?<=\s)[-–—](?=\s)")
_ELIDED = re.compile(r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)


@dataclass(slots=True)
class Phrase:
    """A phrase in its commonest spelling, and the rows of the documents that use it."""

    text: str
    rows: list[int] = field(default_factory=list)


def frequent_phrases(documents: Sequence[Document]) -> list[Phrase]:
    """Phrases of two to five words of at least ``MIN_DOCUMENTS`` documents, and words of as many titles, most used first.

    A phrase that nearly always stands inside a longer one is left to that one.
    """
    uses: dict[str, _Uses] = {}
    stride = -(-len(documents) // MAX_DOCUMENTS) or 1
    for row in range(0, len(documents), stride):
        document = documents[row]
        text = f"{document.title}\n{document.summary or _start(document.body)}"
        for phrase in {*_phrases(text, 2), *_phrases(document.title, 1)}:
            uses.setdefault(phrase.lower(), _Uses()).add(phrase, row)
    found = [phrase for phrase in _grouped(uses) if len(phrase.rows) >= MIN_DOCUMENTS]
    found.sort(key=lambda phrase: (-len(phrase.rows), fold_value(phrase.text)))
    return _outermost(found)[:MAX_PHRASES]


def _start(body: str) -> str:
    """The first words of a body, none cut."""
    return body if len(body) <= BODY_START else body[:BODY_START].rpartition(" ")[0]


def _phrases(text: str, shortest: int) -> Iterator[str]:
    """The runs of words that neither begin nor end with a stop word, within what punctuation separates."""
    for part in _BREAK.split(text):
        words = part.split()
        telling = [_is_telling(word) for word in words]
        for start, word in enumerate(words):
            if not telling[start]:
                continue
            for end in range(start + shortest, min(start + MAX_WORDS, len(words)) + 1):
                if telling[end - 1]:
                    yield " ".join((_ELIDED.sub("", word), *words[start + 1 : end]))


class _Telling(dict[str, bool]):
    """Whether a word tells something; remembered."""

    def __missing__(self, word: str) -> bool:
        folded = fold(_ELIDED.sub("", word))
        telling = self[word] = len(folded) > 2 and folded.isalpha() and folded not in STOP_WORDS
        return telling


_is_telling = _Telling().__getitem__


@dataclass(slots=True)
class _Uses:
    """The rows of the documents that use a phrase, and how often each spelling of it was met."""

    rows: list[int] = field(default_factory=list)
    spellings: dict[str, int] = field(default_factory=dict)

    def add(self, spelling: str, row: int) -> None:
        self.rows.append(row)
        self.spellings[spelling] = self.spellings.get(spelling, 0) + 1


def _grouped(uses: dict[str, _Uses]) -> Iterator[Phrase]:
    """Spellings that differ by accents or case only, together; the commonest one is shown."""
    groups: dict[str, list[_Uses]] = {}
    for text, own in uses.items():
        if len(own.rows) > 1:
            groups.setdefault(fold_value(text), []).append(own)
    for group in groups.values():
        counts = {spelling: count for own in group for spelling, count in own.spellings.items()}
        shown = min(counts, key=lambda text: (-counts[text], text.swapcase()))
        yield Phrase(shown, sorted({row for own in group for row in own.rows}))


def _outermost(phrases: list[Phrase]) -> list[Phrase]:
    counts = {fold_value(phrase.text): len(phrase.rows) for phrase in phrases}
    covered: Counter[str] = Counter()
    for folded, count in counts.items():
        words = folded.split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                if end - start < len(words):
                    inner = " ".join(words[start:end])
                    covered[inner] = max(covered[inner], count)
    return [phrase for phrase in phrases if covered[fold_value(phrase.text)] < _NEARLY_ALWAYS * len(phrase.rows)]
