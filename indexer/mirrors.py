"""Items that say the same thing: found as they come, grouped under the one that came first.

Two items are mirrors when title, language and dates of an event agree and either their addresses or their texts do. Texts agree
when at least ``ALIKE`` of their runs of words do, estimated by a bottom-k sketch (Broder, "On the resemblance and containment of
documents", 1997). Issues of a series differ by the date in their titles: they are no mirrors.
"""

import heapq
import zlib
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from search.addresses import canonical_address
from search.analysis import fold_value
from search.document import Document

ALIKE = 0.8
"""Share of common runs of words above which two texts are the same."""
_RUN = 4
_SKETCH = 48
_KEYS = 6
_FEWEST_WORDS = 25
"""A shorter text must be equal."""

Sketch: TypeAlias = "array[int]"
"""The smallest hashes of a text, ascending: eight bytes each, since one is kept for every item."""


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    sketch: Sketch


class MirrorFinder:
    """Remembers a sketch of each item seen.

    Texts that are alike share one of their few smallest hashes: only items that do are compared, however many bear one title.
    """

    def __init__(self) -> None:
        self._by_address: dict[tuple[str, ...], str] = {}
        self._by_hash: dict[int, list[_Known]] = defaultdict(list)

    def original_of(self, document: Document) -> str | None:
        """The id of an earlier item that this one mirrors; None makes it an original itself."""
        key, address = _key(document), _address(document)
        if address and (*key, address) in self._by_address:
            return self._by_address[*key, address]
        sketch = _sketch(_text(document))
        places = [hash((key, value)) for value in sketch[:_KEYS]]
        for place in places:
            for other in self._by_hash[place]:
                if _resemblance(sketch, other.sketch) >= ALIKE:
                    return other.id
        self._remember(document.id, sketch, places)
        if address:
            self._by_address[*key, address] = document.id
        return None

    def _remember(self, identifier: str, sketch: Sketch, places: list[int]) -> None:
        known = _Known(identifier, sketch)
        for place in places:
            self._by_hash[place].append(known)


def are_mirrors(one: Document, other: Document) -> bool:
    """Whether two items say the same."""
    if _key(one) != _key(other):
        return False
    if (address := _address(one)) and address == _address(other):
        return True
    return _resemblance(_sketch(_text(one)), _sketch(_text(other))) >= ALIKE


def _text(document: Document) -> str:
    return document.body or document.summary


def _key(document: Document) -> tuple[str, ...]:
    return " ".join(fold_value(document.title).split()), document.language[:2], document.starts


def _address(document: Document) -> str:
    return canonical_address(document.url) if document.url else ""


def _sketch(text: str) -> Sketch:
    """The smallest hashes of the runs of words of a text."""
    words = [_word_hash(word) for word in text.lower().split()]
    if len(words) < _FEWEST_WORDS:
        return array("q", [hash(tuple(words))] if words else [])
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return array("q", heapq.nsmallest(_SKETCH, set(map(hash, runs))))


@lru_cache(maxsize=500_000)
def _word_hash(word: str) -> int:
    """A number that is the same in every process, unlike ``hash`` of a text; so are the hashes of tuples of such numbers."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def _resemblance(one: Sketch, other: Sketch) -> float:
    """Share of the smallest hashes of both together that both have."""
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    smallest = heapq.nsmallest(min(len(one), len(other)), first | second)
    return sum(value in first and value in second for value in smallest) / len(smallest)
