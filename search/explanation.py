"""How a score came about: a tree of parts, each the sum or the product of those below it, or what a count of words brings.

The parts are not a story told afterwards: computed again from the leaves, they give the score (``total``).
"""

from math import prod
from typing import Literal

import msgspec

from search.ranking import bm25

Name = Literal[
    "score",
    "match",
    "words",
    "word",
    "all",
    "any",
    "phrase",
    "occurrences",
    "condition",
    "coverage",
    "refinement",
    "precision",
    "exact",
    "pair",
    "near",
    "family",
    "latent",
    "kindred",
    "recency",
    "upcoming",
    "weight",
    "best",
    "own",
    "closeness",
    "freshness",
    "imminence",
    "lowering",
]
"""What a part stands for; ``docs/recherche.md`` has them in words."""

Operation = Literal["sum", "product", "bm25", "given"]


class Count(msgspec.Struct, frozen=True):
    """What BM25 was computed from: how often something stands in a field (``frequency``) of ``length`` tokens, where
    ``mean_length`` are usual; ``idf`` in nats, ``weight`` what the field counts; ``k1`` and ``b`` as in ``search.ranking.Weights``.
    """

    frequency: int
    length: int
    mean_length: float
    idf: float
    weight: float
    k1: float
    b: float

    @property
    def score(self) -> float:
        """The weighted BM25."""
        return self.weight * bm25(self.frequency, self.length, self.mean_length, self.idf, self.k1, self.b)


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a score. ``text`` are the words that it is about, in the form that they are looked for in; ``field`` where."""

    name: Name
    value: float
    operation: Operation = "given"
    text: str = ""
    field: str = ""
    parts: tuple["Part", ...] = ()
    count: Count | None = None


def added(name: Name, parts: list[Part], text: str = "") -> Part:
    """The sum of parts."""
    return Part(name, sum(part.value for part in parts), "sum", text, parts=tuple(parts))


def multiplied(name: Name, parts: list[Part], text: str = "") -> Part:
    """The product of parts."""
    return Part(name, prod(part.value for part in parts), "product", text, parts=tuple(parts))


def counted(name: Name, text: str, field: str, count: Count) -> Part:
    """What a count of words brings."""
    return Part(name, count.score, "bm25", text, field, count=count)


def total(part: Part) -> float:
    """The value of a part, computed again from its leaves."""
    if part.operation == "sum":
        return sum(map(total, part.parts))
    if part.operation == "product":
        return prod(map(total, part.parts))
    return part.value if part.count is None else part.count.score
