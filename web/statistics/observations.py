"""What is remembered of searches and clicks until it is written: counts, in memory, of a bounded number of texts."""

import re
from dataclasses import dataclass, field

from search.query_key import query_key

MAX_LENGTH = 100
"""Characters of the longest text that is counted: longer ones are pasted, and say more of who pastes than of the portal."""

MAX_OBSERVATIONS = 10_000
"""Different texts and clicks that wait at most."""

_PERSONAL = re.compile(r"@|(?:\d[\s.\-/]*){9,}")
"""An address, a telephone or file number: never counted, however often it is typed."""

Search = tuple[str, int]
"""A text and the hour in which it was asked, since 1970."""

Click = tuple[str, int, int]
"""A text, the hour in which one of its results was opened, and the result's rank, from 1."""


@dataclass(slots=True)
class Asked:
    """How often a text was asked, found nothing, and found nothing with filters."""

    searches: int = 0
    empty: int = 0
    narrowed: int = 0


@dataclass(slots=True)
class Observations:
    """Searches and clicks since the last writing; ``lost`` counts those that found no room."""

    searches: dict[Search, Asked] = field(default_factory=dict)
    clicks: dict[Click, int] = field(default_factory=dict)
    lost: int = 0

    def __bool__(self) -> bool:
        return bool(self.searches or self.clicks or self.lost)

    @property
    def count(self) -> int:
        """How many searches and clicks these are."""
        return sum(asked.searches for asked in self.searches.values()) + sum(self.clicks.values())

    @property
    def texts(self) -> set[str]:
        """All that was typed."""
        return {text for text, _ in self.searches} | {text for text, _, _ in self.clicks}

    @property
    def _is_full(self) -> bool:
        return len(self.searches) + len(self.clicks) >= MAX_OBSERVATIONS

    def searched(self, search: Search, asked: Asked) -> None:
        """Adds what was asked."""
        if (known := self.searches.get(search)) is not None:
            known.searches += asked.searches
            known.empty += asked.empty
            known.narrowed += asked.narrowed
        elif self._is_full:
            self.lost += asked.searches
        else:
            self.searches[search] = asked

    def clicked(self, click: Click, times: int = 1) -> None:
        """Adds clicks on a result."""
        if click in self.clicks or not self._is_full:
            self.clicks[click] = self.clicks.get(click, 0) + times
        else:
            self.lost += times

    def add(self, other: "Observations") -> None:
        """Adds all of others, as far as there is room."""
        for search, asked in other.searches.items():
            self.searched(search, asked)
        for click, times in other.clicks.items():
            self.clicked(click, times)
        self.lost += other.lost


def counted_key(text: str) -> str:
    """What a text is counted under (see ``query_key``). Empty when it may not be: it has no word, is long, or holds an address or a
    long number. This looks at words, so it is not done while a visitor waits.
    """
    return query_key(text) if len(text) <= MAX_LENGTH and text.isprintable() and not _PERSONAL.search(text) else ""
