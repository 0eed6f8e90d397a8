"""The best passage of a text, with the matching words marked.

Marks come from the analyser's character offsets, so they always cover whole words of the original text.
"""

import re
from collections.abc import Sequence

from search.matches import Match
from search.results import Highlight

_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces are French punctuation


def passage(text: str, matches: Sequence[Match], length: int, lead: int) -> Highlight:
    """The passage of about so many characters that holds the most distinct words, the first of them after a ``lead``; of a text
    that is no longer, all of it.
    """
    if len(text) <= length:
        return _marked(text, matches, 0, len(text))
    start = last = 0
    if matches:
        start, last = _best_window(matches, length - 2 * lead)
        start = _word_start(text, max(0, min(start - lead, len(text) - length)))
    end = _word_end(text, max(start + length, last), length // 2)
    return _marked(text, [match for match in matches if start <= match[0] and match[1] <= end], start, end)


def _best_window(matches: Sequence[Match], length: int) -> tuple[int, int]:
    """Where the window begins and ends that holds the most distinct words: the first of those."""
    all_words = len({names[0] for _, _, names in matches})
    best, most = matches[0][:2], 1
    inside: dict[str, int] = {}
    end, number = 0, len(matches)
    for first, (start, _, (word, *_)) in enumerate(matches):
        if most == all_words:
            break
        while end < number and (end <= first or matches[end][1] <= start + length):
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


def _word_end(text: str, position: int, farthest: int) -> int:
    """The end of the last whole word before ``position``, or ``position`` when none ends in the ``farthest`` characters before."""
    if position >= len(text):
        return len(text)
    nearest = position - farthest
    back = position
    while back > nearest and not text[back].isspace():
        back -= 1
    return back if back > nearest else position
