"""Items that say the same thing: found as they come, grouped under the one that came first.

Two items are mirrors when title, language and dates of an event agree and either their addresses or their texts do. Texts agree
when at least ``ALIKE`` of their runs of words do, estimated by a bottom-k sketch (Broder, "On the resemblance and containment of
documents", 1997). Issues of a series differ by the date in their titles: they are no mirrors.
"""

import heapq
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import fold_value
from search.document import Document
from search.related import canonical_address

ALIKE = 0.8
"""Share of common runs of words above which two texts are the same."""
_RUN = 4
_SKETCH = 48
_FEWEST_WORDS = 25
"""A shorter text must be equal."""


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    sketch: frozenset[int]
    address: str


class MirrorFinder:
    """Remembers a sketch of each item seen."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, ...], list[_Known]] = defaultdict(list)

    def original_of(self, document: Document) -> str | None:
        """The id of an earlier item that this one mirrors; None makes it an original itself."""
        known = self._groups[_key(document)]
        sketch, address = _sketch(document.body or document.summary), _address(document)
        for other in known:
            if (address and address == other.address) or (sketch and _resemblance(sketch, other.sketch) >= ALIKE):
                return other.id
        known.append(_Known(document.id, sketch, address))
        return None


def _key(document: Document) -> tuple[str, ...]:
    return " ".join(fold_value(document.title).split()), document.language[:2], document.starts


def _address(document: Document) -> str:
    return canonical_address(document.url) if document.url else ""


def _sketch(text: str) -> frozenset[int]:
    """The smallest hashes of the runs of words of a text."""
    words = [_word_hash(word) for word in text.lower().split()]
    if len(words) < _FEWEST_WORDS:
        return frozenset({hash(tuple(words))}) if words else frozenset()
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return frozenset(heapq.nsmallest(_SKETCH, set(map(hash, runs))))


@lru_cache(maxsize=500_000)
def _word_hash(word: str) -> int:
    """A number that is the same in every process, unlike ``hash`` of a text; so are the hashes of tuples of such numbers."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smallest hashes of both together that both have."""
    if not one or not other:
        return 0.0
    smallest = sorted(one | other)[: min(len(one), len(other))]
    return sum(value in one and value in other for value in smallest) / len(smallest)
