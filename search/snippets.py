"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one."""

import re
import sys
from collections.abc import Sequence
from itertools import chain, compress, islice

import msgspec

from search.document import Document
from search.fields import TEXT_FIELDS
from search.matches import Match, names_in
from search.passages import passage
from search.results import Highlight
from search.wanted import WantedWords

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

READ_LENGTH = 50_000
"""Characters of a long field that are read at a time: what follows is read only when they hold no match."""

_LEAD = 70
_END_OF_PART = re.compile(r"(?<!\d)\s")  # never inside a number
_LENGTHS = {"title": sys.maxsize, "summary": PASSAGE_LENGTH, "body": PASSAGE_LENGTH}
_SHOWN = [(place, field.name, _LENGTHS[field.name]) for place, field in enumerate(TEXT_FIELDS) if field.name in _LENGTHS]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What reading a document for the words of a query tells: what to show of its title, summary and body, and the names of
    what was met (see ``search.matches.Match``). When ``is_whole`` it has no others, in no field.
    """

    highlights: dict[str, Highlight]
    words: frozenset[str]
    is_whole: bool


def read(documents: Sequence[Document], wanted: WantedWords) -> list[Reading]:
    """The titles, and the passages of summaries and bodies, with their matches marked."""
    texts = [[field.text_of(one) for field in TEXT_FIELDS] for one in documents]
    are_whole = [len(one.body) + len(one.summary) <= READ_LENGTH for one in documents]
    in_whole = iter(wanted.matches_in(list(chain.from_iterable(compress(texts, are_whole)))))
    found = [
        list(islice(in_whole, len(own))) if is_whole else [_first_matches(text, wanted) for text in own]
        for own, is_whole in zip(texts, are_whole, strict=True)
    ]
    return list(map(_reading, texts, found, are_whole))


def _reading(texts: Sequence[str], found: Sequence[list[Match]], is_whole: bool) -> Reading:
    """What is told of a document with these texts of its fields, and the matches in each."""
    shown = {}
    for place, name, length in _SHOWN:
        if texts[place]:
            shown[name] = passage(texts[place], found[place], length, _LEAD)
    return Reading(shown, names_in(found), is_whole)


def _first_matches(text: str, wanted: WantedWords) -> list[Match]:
    """The matches of the first part of the text that has any."""
    if len(text) <= READ_LENGTH:
        return wanted.matches(text)
    start = 0
    while end := _END_OF_PART.search(text, start + READ_LENGTH):
        if found := wanted.matches(text[start : end.start()]):
            return [(start + first, start + last, word) for first, last, word in found]
        start = end.start()
    return [(start + first, start + last, word) for first, last, word in wanted.matches(text[start:])]
