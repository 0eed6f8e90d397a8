"""What to show of a document found: its fields with the matching words marked, and the best passage of a long one."""

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, compress, islice

import msgspec

from search.compiled import compiled
from search.document import Document
from search.fields import TEXT_FIELDS, texts_of
from search.matches import Match, names_in
from search.passages import passage
from search.results import Highlight
from search.wanted import WantedWords

PASSAGE_LENGTH = 260
"""Characters of the passage shown of a long field."""

READ_LENGTH = 50_000
"""Characters of a long field that are read at a time: what follows is read only when they hold no match."""

LEAD = 70
"""Characters of a passage before its first match."""

_LENGTHS = {"title": sys.maxsize, "summary": PASSAGE_LENGTH, "body": PASSAGE_LENGTH}
SHOWN = [(field.name, _LENGTHS[field.name]) if field.name in _LENGTHS else None for field in TEXT_FIELDS]
"""Of the text fields, the names and the lengths of those that are shown."""

_END_OF_PART = re.compile(r"(?<!\d)\s")  # never inside a number


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What reading a document for the words of a query tells: what to show of its title, summary and body, and the names of
    what was met (see ``search.matches.Match``). When ``is_whole`` it has no others, in no field.
    """

    highlights: dict[str, Highlight]
    words: frozenset[str]
    is_whole: bool


def read(documents: Sequence[Document], wanted: WantedWords) -> list[Reading]:
    """The titles, and the passages of summaries and bodies, with their matches marked."""
    return readings(list(map(texts_of, documents)), wanted)


def parts_of(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that are read one after another, each with where it begins."""
    start = 0
    while end := _END_OF_PART.search(text, start + READ_LENGTH):
        yield start, text[start : end.start()]
        start = end.start()
    yield start, text[start:]


@compiled
def readings(texts: Sequence[tuple[str, ...]], wanted: WantedWords) -> list[Reading]:
    """What is told of each document by the texts of its fields."""
    are_whole = [max(map(len, own)) <= READ_LENGTH for own in texts]
    in_whole = iter(wanted.matches_in(list(chain.from_iterable(compress(texts, are_whole)))))
    found = [
        list(islice(in_whole, len(own))) if is_whole else [_first_matches(text, wanted) for text in own]
        for own, is_whole in zip(texts, are_whole, strict=True)
    ]
    return list(map(_reading, texts, found, are_whole))


def _reading(texts: Sequence[str], found: Sequence[list[Match]], is_whole: bool) -> Reading:
    """What is told of a document with these texts of its fields, and the matches in each."""
    shown = {}
    for text, matches, show in zip(texts, found, SHOWN, strict=True):
        if text and show:
            name, length = show
            shown[name] = passage(text, matches, length, LEAD)
    return Reading(shown, names_in(found), is_whole)


def _first_matches(text: str, wanted: WantedWords) -> list[Match]:
    """The matches of the first part of the text that has any."""
    for start, part in parts_of(text):
        if found := wanted.matches(part):
            return [(start + first, start + last, names) for first, last, names in found]
    return []
