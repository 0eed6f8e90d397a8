"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one.

Marks come from the analyser's character offsets, so they always cover whole words of the original text.
"""

import re
from collections.abc import Iterator, Sequence

from search.analysis import Analyser, Token
from search.document import Document
from search.results import Highlight
from search.tokenisation import glued_text

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

_LEAD = 70
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are French punctuation


class WantedWords:
    """The words of a query: stems, or folded words when they are looked for in the exact view."""

    def __init__(self, stems: frozenset[str], words: frozenset[str], analyser: Analyser) -> None:
        self._stems = stems
        self._words = words
        self._analyser = analyser

    @classmethod
    def of(cls, text: str, analyser: Analyser) -> "WantedWords":
        """What ``search.query.words_query`` looks for."""
        stems = frozenset(analyser.stems(text))
        return cls(stems, frozenset() if stems else frozenset(analyser.words(text)), analyser)

    def match(self, token: Token) -> bool:
        """Whether a token is one of the wanted words."""
        return token.stem in self._stems or token.word in self._words

    def chunks_in(self, text: str) -> list[str]:
        """The distinct chunks of a text (its numbers glued) that hold a wanted word."""
        chunks = list(set(text.split()))
        analysed = map(self._analyser.chunk, chunks)
        if self._stems:
            absent = self._stems.isdisjoint
            return [chunk for chunk, one in zip(chunks, analysed, strict=True) if not absent(one.stems)]
        absent = self._words.isdisjoint
        return [chunk for chunk, one in zip(chunks, analysed, strict=True) if not absent(one.words)]

    def tokens_of(self, chunk: str) -> list[Token]:
        """The wanted tokens of a chunk, with offsets relative to it."""
        return [token for token in self._analyser.chunk(chunk).tokens if self.match(token)]


def highlights(document: Document, wanted: WantedWords) -> dict[str, Highlight]:
    """The title, and the passage of the body (or of the summary, when only that one matches) with its matches marked."""
    shown = {"title": _marked(document.title, _matches(document.title, wanted), 0, len(document.title))}
    if document.summary:
        found = _matches(document.summary, wanted)
        shown["summary"] = _passage(document.summary, found)
    if document.body:
        shown["body"] = _passage(document.body, _matches(document.body, wanted))
    return shown


def _matches(text: str, wanted: WantedWords) -> list[Token]:
    """The matching words of a text, in order, none overlapping another.

    Only the chunks that hold a match are located: a long text costs a look-up for each of its distinct chunks.
    """
    found: list[Token] = []
    glued = glued_text(text)
    for chunk in wanted.chunks_in(glued):
        tokens = wanted.tokens_of(chunk)
        for offset in _occurrences(glued, chunk):
            found += [Token(t.word, t.stem, t.position, offset + t.start, offset + t.end) for t in tokens]
    return _without_overlaps(sorted(found, key=lambda token: (token.start, -token.end)))


def _occurrences(text: str, chunk: str) -> Iterator[int]:
    """Where a chunk stands between blanks."""
    start = text.find(chunk)
    while start >= 0:
        end = start + len(chunk)
        if (start == 0 or text[start - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield start
        start = text.find(chunk, end)


def _without_overlaps(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that do not begin inside another one: of a compound and its parts, the compound."""
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _passage(text: str, matches: Sequence[Token]) -> Highlight:
    if len(text) <= PASSAGE_LENGTH:
        return _marked(text, matches, 0, len(text))
    first, last = _best_window(matches)
    start = _word_start(text, max(0, matches[first].start - _LEAD)) if matches else 0
    start = _word_start(text, max(0, min(start, len(text) - PASSAGE_LENGTH)))
    end = _word_end(text, max(start + PASSAGE_LENGTH, matches[last].end if matches else 0))
    return _marked(text, [match for match in matches if start <= match.start and match.end <= end], start, end)


def _best_window(matches: Sequence[Token]) -> tuple[int, int]:
    """The first and last match of the window that holds the most distinct words, then the most words, then is earliest."""
    best, best_value = (0, 0), (0, 0)
    for first in range(len(matches)):
        last = first
        limit = matches[first].start + PASSAGE_LENGTH - 2 * _LEAD
        while last + 1 < len(matches) and matches[last + 1].end <= limit:
            last += 1
        window = matches[first : last + 1]
        value = (len({match.stem or match.word for match in window}), len(window))
        if value > best_value:
            best, best_value = (first, last), value
    return best


def _marked(text: str, matches: Sequence[Token], start: int, end: int) -> Highlight:
    pieces: list[tuple[str, bool]] = []
    position = start
    for match in matches:
        pieces.append((text[position : match.start], False))
        pieces.append((text[match.start : match.end], True))
        position = match.end
    pieces.append((text[position:end], False))
    shown = tuple((_BLANKS.sub(" ", piece), mark) for piece, mark in pieces if piece)
    return Highlight(shown, starts_inside=start > 0, ends_inside=end < len(text))


def _word_start(text: str, position: int) -> int:
    """The start of the first word at or after ``position``."""
    if position == 0:
        return 0
    while position < len(text) and not text[position - 1].isspace():
        position += 1
    return position


def _word_end(text: str, position: int) -> int:
    """The end of the last whole word before ``position``, or of the word there when it fills everything."""
    if position >= len(text):
        return len(text)
    back = position
    while back > 0 and not text[back].isspace():
        back -= 1
    return back if position - back < PASSAGE_LENGTH // 2 else position
