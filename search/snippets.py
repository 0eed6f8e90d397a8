"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one.

Marks come from the analyser's character offsets, so they always cover whole words of the original text.
"""

import re
from collections.abc import Sequence

from search.document import Document
from search.results import Highlight
from search.wanted import Match, WantedWords

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

READ_LENGTH = 50_000
"""Characters of a field that are read at a time: what follows is read only when they hold no match."""

_LEAD = 70
_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are French punctuation
_END_OF_PART = re.compile(r"(?<!\d)\s")  # never inside a number


def highlights(document: Document, wanted: WantedWords) -> dict[str, Highlight]:
    """The title, and the passages of the summary and of the body, with their matches marked."""
    shown = {"title": _marked(document.title, wanted.matches(document.title), 0, len(document.title))}
    for field, text in (("summary", document.summary), ("body", document.body)):
        if text:
            shown[field] = _passage(text, _first_matches(text, wanted))
    return shown


def _first_matches(text: str, wanted: WantedWords) -> Sequence[Match]:
    """The matches of the first part of the text that has any."""
    if len(text) <= READ_LENGTH:
        return wanted.matches(text)
    start = 0
    while end := _END_OF_PART.search(text, start + READ_LENGTH):
        if found := wanted.matches(text[start : end.start()]):
            return [Match(start + match.start, start + match.end, match.word) for match in found]
        start = end.start()
    return [Match(start + match.start, start + match.end, match.word) for match in wanted.matches(text[start:])]


def _passage(text: str, matches: Sequence[Match]) -> Highlight:
    if len(text) <= PASSAGE_LENGTH:
        return _marked(text, matches, 0, len(text))
    first, last = _best_window(matches)
    start = _word_start(text, max(0, matches[first].start - _LEAD)) if matches else 0
    start = _word_start(text, max(0, min(start, len(text) - PASSAGE_LENGTH)))
    end = _word_end(text, max(start + PASSAGE_LENGTH, matches[last].end if matches else 0))
    return _marked(text, [match for match in matches if start <= match.start and match.end <= end], start, end)


def _best_window(matches: Sequence[Match]) -> tuple[int, int]:
    """The first and last match of the window that holds the most distinct words, then the most words, then is earliest."""
    best, most_words, most = (0, 0), 0, 0
    inside: dict[str, int] = {}
    end = 0
    for first, match in enumerate(matches):
        limit = match.start + PASSAGE_LENGTH - 2 * _LEAD
        while end < len(matches) and (end <= first or matches[end].end <= limit):
            word = matches[end].word
            inside[word] = inside.get(word, 0) + 1
            end += 1
        if len(inside) > most_words or (len(inside) == most_words and end - first > most):
            best, most_words, most = (first, end - 1), len(inside), end - first
        inside[match.word] -= 1
        if not inside[match.word]:
            del inside[match.word]
    return best


def _marked(text: str, matches: Sequence[Match], start: int, end: int) -> Highlight:
    pieces: list[tuple[str, bool]] = []
    position = start
    for match in matches:
        pieces.append((text[position : match.start], False))
        pieces.append((text[match.start : match.end], True))
        position = match.end
    pieces.append((text[position:end], False))
    shown = tuple([piece for piece in pieces if piece[0]])
    if not _has_single_blanks(text[start:end]):
        shown = tuple([piece if _has_single_blanks(piece[0]) else (_BLANKS.sub(" ", piece[0]), piece[1]) for piece in shown])
    first = matches[0].start if matches else start
    return Highlight(shown, starts_inside=start > 0, ends_inside=end < len(text), position=first)


def _has_single_blanks(text: str) -> bool:
    """Whether no blank must be replaced; may say no for other reasons, and costs a tenth of looking for them."""
    return "  " not in text and text.replace("\u00a0", ".").replace("\u202f", ".").isprintable()


def _word_start(text: str, position: int) -> int:
    """The start of the first word at or after ``position``."""
    if position == 0:
        return 0
    blank = _BLANK.search(text, position - 1)
    return blank.end() if blank else len(text)


def _word_end(text: str, position: int) -> int:
    """The end of the last whole word before ``position``, or of the word there when it fills everything."""
    if position >= len(text):
        return len(text)
    nearest = position - PASSAGE_LENGTH // 2
    back = position
    while back > nearest and not text[back].isspace():
        back -= 1
    return back if back > nearest else position
