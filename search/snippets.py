"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one.

Marks come from the analyser's character offsets, so they always cover whole words of the original text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from search.document import Document
from search.fields import TEXT_FIELDS
from search.results import Highlight
from search.wanted import Match, WantedWords, names_in

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

READ_LENGTH = 50_000
"""Characters of a long field that are read at a time: what follows is read only when they hold no match."""

_LEAD = 70
_WINDOW = PASSAGE_LENGTH - 2 * _LEAD
_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are French punctuation
_END_OF_PART = re.compile(r"(?<!\d)\s")  # never inside a number


class Reading(NamedTuple):
    """What reading a document for the words of a query tells: what to show of its title, summary and body, and the names of
    what was met (see ``search.wanted.Match``). When ``is_whole`` it has no others, in no field.
    """

    highlights: dict[str, Highlight]
    words: frozenset[str]
    is_whole: bool


def read(documents: Sequence[Document], wanted: WantedWords) -> list[Reading]:
    """The titles, and the passages of summaries and bodies, with their matches marked.

    Texts that are read whole are all read as one, so that what a pass over a text costs is paid once.
    """
    fields = [{field.name: text for field in reversed(TEXT_FIELDS) if (text := field.text_of(one))} for one in documents]
    are_whole = [len(one.body) + len(one.summary) <= READ_LENGTH for one in documents]
    whole = [text for texts, is_whole in zip(fields, are_whole, strict=True) if is_whole for text in texts.values()]
    found = _all_matches(whole, wanted)
    return [
        _read(one, texts, [next(found) if is_whole else _first_matches(text, wanted) for text in texts.values()], is_whole=is_whole)
        for one, texts, is_whole in zip(documents, fields, are_whole, strict=True)
    ]


def _read(document: Document, texts: dict[str, str], found: Sequence[Sequence[Match]], *, is_whole: bool) -> Reading:
    """What is shown of a document with these texts, by the name of their fields, and the matches of each."""
    matches = dict(zip(texts, found, strict=True))
    shown = {"title": _marked(document.title, matches["title"], 0, len(document.title))}
    shown |= {name: _passage(texts[name], matches[name]) for name in ("summary", "body") if name in texts}
    return Reading(shown, names_in(chain.from_iterable(found)), is_whole)


def _all_matches(texts: Sequence[str], wanted: WantedWords) -> Iterator[Sequence[Match]]:
    """The matches of each text."""
    matches = wanted.matches("\n".join(texts))
    start = place = 0
    for text in texts:
        last = bisect_left(matches, (start + len(text) + 1,), place)
        own = matches[place:last]
        yield [(first - start, end - start, word) for first, end, word in own] if start else own
        start, place = start + len(text) + 1, last


def _first_matches(text: str, wanted: WantedWords) -> Sequence[Match]:
    """The matches of the first part of the text that has any."""
    if len(text) <= READ_LENGTH:
        return wanted.matches(text)
    start = 0
    while end := _END_OF_PART.search(text, start + READ_LENGTH):
        if found := wanted.matches(text[start : end.start()]):
            return [(start + first, start + last, word) for first, last, word in found]
        start = end.start()
    return [(start + first, start + last, word) for first, last, word in wanted.matches(text[start:])]


def _passage(text: str, matches: Sequence[Match]) -> Highlight:
    if len(text) <= PASSAGE_LENGTH:
        return _marked(text, matches, 0, len(text))
    start = last = 0
    if matches:
        start, last = _best_window(matches)
        start = _word_start(text, max(0, min(start - _LEAD, len(text) - PASSAGE_LENGTH)))
    end = _word_end(text, max(start + PASSAGE_LENGTH, last))
    return _marked(text, [match for match in matches if start <= match[0] and match[1] <= end], start, end)


def _best_window(matches: Sequence[Match]) -> tuple[int, int]:
    """Where the window begins and ends that holds the most distinct words: the first of those."""
    all_words = len({names[0] for _, _, names in matches})
    best, most = matches[0][:2], 1
    inside: dict[str, int] = {}
    end, number = 0, len(matches)
    for first, (start, _, (word, *_)) in enumerate(matches):
        if most == all_words:
            break
        while end < number and (end <= first or matches[end][1] <= start + _WINDOW):
            entering = matches[end][2][0]
            inside[entering] = inside.get(entering, 0) + 1
            end += 1
        if len(inside) > most:
            best, most = (start, matches[end - 1][1]), len(inside)
        inside[word] -= 1
        if not inside[word]:
            del inside[word]
    return best


def _marked(text: str, matches: Sequence[Match], start: int, end: int) -> Highlight:
    pieces: list[tuple[str, bool]] = []
    position = start
    for first, last, _ in matches:
        if position < first:
            pieces.append((text[position:first], False))
        pieces.append((text[first:last], True))
        position = last
    if position < end:
        pieces.append((text[position:end], False))
    if not _has_single_blanks(text[start:end]):
        pieces = [piece if _has_single_blanks(piece[0]) else (_with_single_blanks(piece[0]), piece[1]) for piece in pieces]
    first = matches[0][0] if matches else start
    return Highlight(tuple(pieces), starts_inside=start > 0, ends_inside=end < len(text), position=first)


def _has_single_blanks(text: str) -> bool:
    """Whether no blank must be replaced; may say no for other reasons, and costs a tenth of looking for them."""
    return "  " not in text and text.replace("\u00a0", ".").replace("\u202f", ".").isprintable()


def _with_single_blanks(text: str) -> str:
    """The text with one space for each run of blanks but the no-break spaces."""
    if "\u00a0" in text or "\u202f" in text:
        return _BLANKS.sub(" ", text)
    words = " ".join(text.split())  # several times faster
    before, after = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return f"{before}{words}{after}" if words else " "


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
