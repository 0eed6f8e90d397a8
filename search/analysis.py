"""The one French analysis that the index, the queries, the highlighter and the related items share.

A text becomes tokens with a position and character offsets, in two views: the *exact* view (the folded word, stop words
included) and the *stem* view (a light French stem, stop words left out). Accents are folded before anything else is
decided, so ``cooperation decentralisee`` and ``Coopération décentralisée`` are the same words from the start.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from typing import NamedTuple

import msgspec
from unidecode import unidecode

from search.memo import Memo
from search.stem import RULES as STEM_RULES
from search.stem import stem
from search.stopwords import STOP_WORDS
from search.tokenisation import RULES as WORD_RULES
from search.tokenisation import Word, chunks_of, located_chunks_of, plain_word, words_of

RULES_VERSION = 1
"""Raised by whoever changes how words are cut, folded or stemmed in a way that no table shows."""

MAX_WORD_LENGTH = 64
"""Characters kept of one folded word: longer runs are data, not language."""

MEMO_BYTES = 32 * 2**20
"""Memory that each of an analyser's two memos takes at most, about: that of chunks and that of words."""

_NOT_FOLDED = re.compile(r"[^a-z0-9.]+")
_VALUE_WORD = re.compile(r"[a-z0-9]+")


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word of a text. The memo keeps very many, which the collection of cycles need not look at.

    ``stem`` is empty for a stop word, and for an alternative whose position already has that stem.
    ``start`` and ``end`` are character offsets into the analysed text.
    """

    word: str
    stem: str
    position: int
    start: int
    end: int


class Form(NamedTuple):
    """One word of a chunk: its two views, and how far it steps in position from the word before."""

    word: str
    stem: str
    step: int


class AnalysedChunk(msgspec.Struct, frozen=True, gc=False):
    """What the memo keeps of a chunk: its tokens (offsets relative to it), its two views, its number of positions."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    positions: int


def fold(text: str) -> str:
    """Lower case ASCII of a word, with nothing but letters, digits and decimal points."""
    return _NOT_FOLDED.sub("", _plain(text))


@lru_cache(maxsize=100_000)
def fold_value(text: str) -> str:
    """The key of a whole value (a theme, a country): folded words joined by single spaces."""
    return " ".join(_VALUE_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    """Lower case ASCII. A table serves the letters of European languages, unidecode all others."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = lowered.translate(_LETTERS)
    return plain if plain.isascii() else _transliterated(text)


def _transliterated(text: str) -> str:
    text = text.encode("utf-8", "ignore").decode()  # half a surrogate pair is no letter
    plain: str = unidecode(unicodedata.normalize("NFKC", text).lower())
    return plain.lower()


_LETTERS = {code: unidecode(unicodedata.normalize("NFKC", chr(code)).lower()).lower() for code in (*range(0x00C0, 0x0250), 0x2019)}


class Analyser:
    """Analyses texts; the work for each distinct chunk of text is done once and remembered."""

    def __init__(self, stem: Callable[[str], str] = stem, stop_words: frozenset[str] = STOP_WORDS) -> None:
        self._stem = stem
        self._stop_words = stop_words
        self._memo = Memo(self._analyse, chunk_bytes, MEMO_BYTES)
        self._forms = Memo(self._form, form_bytes, MEMO_BYTES)
        self.chunk: Callable[[str], AnalysedChunk] = self._memo.__getitem__
        """The analysis of one chunk (see ``search.tokenisation.chunks_of``), remembered."""

    def tokens(self, text: str) -> Iterator[Token]:
        """The tokens of a text, in order of position."""
        position = 0
        for chunk, offset in located_chunks_of(text):
            analysed = self._memo[chunk]
            for token in analysed.tokens:
                yield Token(token.word, token.stem, position + token.position, offset + token.start, offset + token.end)
            position += analysed.positions

    def stems(self, text: str) -> list[str]:
        """The stem view of a text, in order; also scikit-learn's ``analyzer=``."""
        return list(chain.from_iterable([analysed.stems for analysed in map(self._memo.__getitem__, chunks_of(text))]))

    def words(self, text: str) -> list[str]:
        """The exact view of a text, in order, stop words included."""
        return list(chain.from_iterable([analysed.words for analysed in map(self._memo.__getitem__, chunks_of(text))]))

    def sequence(self, text: str) -> list[str]:
        """The exact view with one word for each position: what stands one after the other when a phrase is looked for."""
        first_of: dict[int, str] = {}
        for token in self.tokens(text):
            first_of.setdefault(token.position, token.word)
        return list(first_of.values())

    @property
    def fingerprint(self) -> str:
        """Changes when the analysis of any text may have changed: an index made with another one is not opened."""
        return _fingerprint(self)

    def forms(self, chunk: str) -> Sequence[Form]:
        """The words of one chunk without their offsets and without remembering them: all that an index needs, and cheaper."""
        if bare := plain_word(chunk):
            word, root = self._forms[bare]
            return (Form(word, root, 1),) if word else ()
        return [Form(word, root, step) for _, word, root, step in self._formed(chunk)]

    def _form(self, spelling: str) -> tuple[str, str]:
        """The folded word and its stem, empty for a stop word."""
        folded = fold(spelling)[:MAX_WORD_LENGTH].strip(".")
        return folded, "" if folded in self._stop_words else self._stem(folded)

    def _analyse(self, chunk: str) -> AnalysedChunk:
        tokens: list[Token] = []
        position = -1
        for place, word, root, step in self._formed(chunk):
            position += step
            tokens.append(Token(word, root, position, place.start, place.end))
        words = tuple(token.word for token in tokens)
        stems = tuple(token.stem for token in tokens if token.stem)
        return AnalysedChunk(tuple(tokens), words, stems, position + 1)

    def _formed(self, chunk: str) -> Iterator[tuple[Word, str, str, int]]:
        """The words of a chunk, each with its folded form, its stem, and its step in position: words without a form are gone."""
        position = -1
        roots: list[str] = []
        for word in words_of(chunk):
            folded, root = self._forms[word.spelling]
            if not folded:
                continue
            if word.position != position:
                position, roots = word.position, [root]
                yield word, folded, root, 1
            else:
                yield word, folded, "" if root in roots else root, 0
                roots.append(root)


def chunk_bytes(analysed: AnalysedChunk) -> int:
    """About what an analysed chunk takes in a memo, with its text; its words are the forms' own."""
    return 300 + 130 * len(analysed.tokens)


def form_bytes(form: tuple[str, str]) -> int:
    """About what a word's two views take in a memo, with its spelling."""
    return 220 + len(form[0]) + len(form[1])


def _fingerprint(analyser: Analyser) -> str:
    """Digest of the rules: their version, their tables, and the library that folds."""
    rules = (RULES_VERSION, WORD_RULES, STEM_RULES, sorted(analyser._stop_words), version("unidecode"))
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]


ANALYSER = Analyser()
"""The analyser that everything shares: one memo per process."""
