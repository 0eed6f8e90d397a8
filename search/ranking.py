"""BM25 of each field, summed, and every weight in one place.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the idf is Lucene's, never
negative. Each field has its own idf, lengths and weight: a rare word of a title tells more than the same in a body.
"""

import math
from dataclasses import dataclass, field
from typing import Any, TypeVar

from search.fields import TEXT_FIELDS

Number = TypeVar("Number", float, Any)
"""A number, or an array of them."""

DAY = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much everything counts. See ``docs/relevance.md`` for how the weights were found.

    All matches: ``fields`` weighs the BM25 of each text field on stems (``k1``, ``b``). A document that lacks words of the query
    keeps coverage ** ``lacking`` of its score, coverage being the share of the words that it has, each weighed by its idf; when all
    parts of a query are meant, a subject and a country, the exponent is ``lacking_part``.

    The best ``refined`` of them: ``exact`` adds the BM25 of all words of the query, stop words among them, on the exact view.
    ``pairs`` adds the BM25 of each two consecutive telling words that follow each other in the body, ``near`` of those that stand
    within ``near_span`` words of the title in any order; the idf is that of the rarer word. ``family`` adds the BM25 of words of
    the title that begin with the same ``family_letters`` letters.
    ``latent`` adds, as a share of the best score, how close a document is to what the best ``feedback`` are about, each of those
    counting as much as (score / best score) ** ``feedback_power``.

    Those that follow, up to the ``ordered``-th, are ordered by their score of before and, as shares of the best one, the same
    closeness and ``kindred``, how close they are to the nearest of the best ``kin``.

    Beside words, as shares of the best score too: ``recency`` for an article as new as the newest one, half of it for one that is
    ``recency_days`` older; ``upcoming_first`` for events to come when what is next is asked for: it outweighs everything else.
    When events of any time are asked for, those to come get ``upcoming`` as a share of their own words' score. The next ones get
    most: down to a half, half of the way after ``upcoming_days``.

    ``synonym`` is the weight of what is found by an acronym or a synonym.
    """

    fields: dict[str, float] = field(
        default_factory=lambda: {"title": 1.0, "summary": 0.9, "themes": 1.0, "body": 0.9},
    )
    k1: float = 1.2
    b: float = 0.75
    lacking: float = 0.2
    lacking_part: float = 8.0
    refined: int = 40
    exact: dict[str, float] = field(default_factory=lambda: {"summary": 0.5, "themes": 0.3, "body": 0.5})
    pairs: float = 0.5
    near: float = 0.6
    near_span: int = 6
    family: float = 0.3
    family_letters: int = 5
    latent: float = 0.5
    feedback: int = 20
    feedback_power: float = 3.0
    ordered: int = 1_000
    kindred: float = 0.5
    kin: int = 10
    recency: float = 0.03
    recency_days: float = 365.0
    upcoming: float = 1.0
    upcoming_first: float = 5.0
    upcoming_days: float = 30.0
    synonym: float = 0.7

    def of(self, view: str) -> float:
        """The weight of a field by the name of one of its views."""
        return self.fields[view.removesuffix("_exact")]

    def freshness(self, age: Number) -> Number:
        """Of an article, by the seconds that it is older than the newest one, from 1 to 0."""
        fresh: Number = 2.0 ** (-age / (self.recency_days * DAY))
        return fresh

    def imminence(self, wait: Number) -> Number:
        """Of an event to come, by the seconds until it starts, from 1 to a half: below 0 it has begun."""
        return 0.5 + 0.5 / (1.0 + (wait + abs(wait)) / (2.0 * self.upcoming_days * DAY))

    def exact_terms(self, word: str) -> tuple[tuple[str, str, float], ...]:
        """A word in the exact view of each field where that counts: views, text and weights."""
        return tuple([(f"{name}_exact", word, weight) for name, weight in self.exact.items()])


BELOW = 0.99
"""How far below the best all others are kept, so that neither rounding nor a tie mixes them."""

WEIGHTS = Weights()
"""The weights in use."""

assert set(WEIGHTS.fields) == {text_field.name for text_field in TEXT_FIELDS}  # noqa: S101


def idf(documents: int, document_frequency: int) -> float:
    """Inverse document frequency of a term in one field, in nats."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


def bm25(frequency: float, length: float, mean_length: float, idf: float, k1: float = 1.2, b: float = 0.75) -> float:
    """The score of one term in one field of one document; ``length`` and ``mean_length`` in tokens."""
    norm = k1 * (1 - b + b * length / mean_length) if mean_length else k1
    return idf * frequency * (k1 + 1) / (frequency + norm)
