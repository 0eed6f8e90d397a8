"""Our BM25 as a Whoosh weighting model, so that Whoosh's own searcher scores as we do."""

from typing import Any

from whoosh.scoring import WeightingModel, WeightLengthScorer

from search.ranking import WEIGHTS, Weights, bm25, idf


class FieldBM25(WeightingModel):
    """BM25 of each field on its own: its idf, its lengths."""

    def __init__(self, weights: Weights = WEIGHTS) -> None:
        self._weights = weights

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        del qf
        if not searcher.schema[fieldname].scorable:
            return _ConstantScorer()
        parent = searcher.get_parent()
        return _Scorer(parent.doc_count_all(), parent.doc_frequency(fieldname, text), parent, fieldname, self._weights)


class _Scorer(WeightLengthScorer):
    def __init__(self, documents: int, frequency: int, searcher: Any, field: str, weights: Weights) -> None:
        self._idf = idf(documents, frequency)
        self._mean_length = searcher.avg_field_length(field)
        self._weights = weights

    def _score(self, weight: float, length: float) -> float:
        return bm25(weight, length, self._mean_length, self._idf, self._weights.k1, self._weights.b)


class _ConstantScorer:
    """A label either matches or not: it counts one."""

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        del matcher
        return 1.0

    def max_quality(self) -> float:
        return 1.0
