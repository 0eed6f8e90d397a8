"""Our BM25 as a Whoosh weighting model, so that Whoosh's own searcher scores as we do."""

from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel

from search.ranking import WEIGHTS, Weights, bm25, idf


class FieldBM25(WeightingModel):
    """BM25 of each field on its own: its idf, its lengths."""

    def __init__(self, weights: Weights = WEIGHTS) -> None:
        self._weights = weights

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        del qf
        if not searcher.schema[fieldname].scorable:
            return _ConstantScorer()
        return _Scorer(searcher, fieldname, text, self._weights)


class _Scorer(BaseScorer):
    def __init__(self, searcher: Any, field: str, text: bytes, weights: Weights) -> None:
        parent = searcher.get_parent()
        live = parent.doc_count()
        self._idf = idf(live, parent.doc_frequency(field, text))
        self._mean_length = parent.field_length(field) / max(live, 1)
        self._field = field
        self._length_of = searcher.doc_field_length
        self._weights = weights

    def score(self, matcher: Any) -> float:
        length = self._length_of(matcher.id(), self._field)
        return bm25(matcher.weight(), length, self._mean_length, self._idf, self._weights.k1, self._weights.b)

    def max_quality(self) -> float:
        """No frequency and no length can score more."""
        return self._idf * (self._weights.k1 + 1)

    def block_quality(self, matcher: Any) -> float:
        del matcher
        return self.max_quality()


class _ConstantScorer(BaseScorer):
    """A label either matches or not: it counts one."""

    def score(self, matcher: Any) -> float:
        del matcher
        return 1.0

    def max_quality(self) -> float:
        return 1.0

    def block_quality(self, matcher: Any) -> float:
        del matcher
        return 1.0
