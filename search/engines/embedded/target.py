"""Where a query is evaluated: one segment of a snapshot, which knows the others and what was found out in one search."""

from collections.abc import Iterable

import numpy as np

from search.engines.embedded.impacts import Impacts
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.words import Words
from search.query import WeightedTerm


class Target:
    """The segment at a ``number`` of a snapshot, of ``count`` documents.

    ``words`` are those of queries met in this search, in each segment, by the identity of the query.
    """

    def __init__(self, snapshot: Snapshot, number: int, words: dict[int, list[Words]]) -> None:
        self.segment = snapshot.segments[number]
        self.count = self.segment.count
        self.snapshot = snapshot
        self.number = number
        self.words = words

    @classmethod
    def all(cls, snapshot: Snapshot) -> list["Target"]:
        """The segments of a snapshot, for one search."""
        words: dict[int, list[Words]] = {}
        return [cls(snapshot, number, words) for number in range(len(snapshot.segments))]

    def everywhere(self) -> list["Target"]:
        """All segments of the same search."""
        return [Target(self.snapshot, number, self.words) for number in range(len(self.snapshot.segments))]

    def impacts(self, terms: tuple[WeightedTerm, ...]) -> Impacts | None:
        """The summed scores of weighted terms here, None where none of them is."""
        return self.snapshot.word(terms).impacts[self.number]

    def with_any(self, field: str, texts: Iterable[str]) -> Array:
        """Which documents have one of the terms in a field, bool (N,)."""
        matched = np.zeros(self.count, dtype=bool)
        for text in texts:
            postings, row = self.segment.term(field, text.encode())
            if row >= 0:
                matched[postings.docs_of(row)] = True
        return matched
