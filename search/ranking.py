"""BM25 of each field, summed, and every weight in one place.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the idf is Lucene's, never
negative. Each field has its own idf, lengths and weight: a rare word of a title tells more than the same in a body.
"""

import math
from dataclasses import dataclass, field

from search.fields import TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each text field counts, BM25's two parameters, and how much it costs to lack words of the query.

    A document that has m of the n words keeps (m / n) ** exponent of its score; the exponent is ``few`` for queries of up to
    ``few_words`` words, where each one was meant, and ``many`` for longer ones.
    """

    fields: dict[str, float] = field(
        default_factory=lambda: {"title": 1.0, "summary": 0.5, "themes": 1.0, "body": 1.0},
    )
    k1: float = 1.2
    b: float = 0.75
    few: float = 0.75
    many: float = 0.25
    few_words: int = 3

    def coordination(self, words: int) -> list[float]:
        """What is kept of the score of a document that has 0, 1, ... or all of the words of a query."""
        exponent = self.few if words <= self.few_words else self.many
        return [(matched / words) ** exponent for matched in range(words + 1)]

    def of(self, view: str) -> float:
        """The weight of a field by the name of one of its views."""
        return self.fields[view.removesuffix("_exact")]


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
