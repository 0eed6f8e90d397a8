"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one.

Marks come from the analyser's character offsets, so they always cover whole words of the original text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import Analyser, Token
from search.document import Document
from search.results import Highlight

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

_LEAD = 70
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class WantedWords:
    """The words of a query: stems, and folded words for those that are looked for in the exact view only."""

    stems: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, text: str, analyser: Analyser) -> "WantedWords":
        """What ``search.query.words_query`` looks for."""
        stems = frozenset(analyser.stems(text))
        return cls(stems, frozenset() if stems else frozenset(analyser.words(text)))

    def match(self, token: Token) -> bool:
        return token.stem in self.stems or token.word in self.words


def highlights(document: Document, wanted: WantedWords, analyser: Analyser) -> dict[str, Highlight]:
    """The title, and the passage of the body (or of the summary, when only that one matches) with its matches marked."""
    shown = {"title": _marked(document.title, _matches(document.title, wanted, analyser), 0, len(document.title))}
    if document.summary:
        found = _matches(document.summary, wanted, analyser)
        shown["summary"] = _passage(document.summary, found)
    if document.body:
        shown["body"] = _passage(document.body, _matches(document.body, wanted, analyser))
    return shown


def _matches(text: str, wanted: WantedWords, analyser: Analyser) -> list[Token]:
    matches: list[Token] = []
    for token in analyser.tokens(text):
        if not wanted.match(token):
            continue
        if matches and token.start < matches[-1].end:
            if token.end <= matches[-1].end:
                continue
            matches.pop()
        matches.append(token)
    return matches


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
