"""Measures of a ranking against judgements.

Gain is 2^grade - 1 and the discount log2(rank + 1): K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR
techniques", 2002, in the form of C. Burges et al., 2005. All functions take ranked ids and a map from id to grade.
"""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulated gain of the first ``depth`` ranks; 0 when nothing is relevant."""
    ideal = _dcg(sorted(grades.values(), reverse=True)[:depth])
    return _dcg([grades.get(item, 0) for item in ranking[:depth]]) / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """One over the rank of the first relevant item among the first ``depth``; 0 when there is none."""
    return next((1 / rank for rank, item in enumerate(ranking[:depth], start=1) if grades.get(item, 0) > 0), 0.0)


def recall(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Share of the relevant items that the first ``depth`` hold; 0 when nothing is relevant."""
    relevant = {item for item, grade in grades.items() if grade > 0}
    return len(relevant & set(ranking[:depth])) / len(relevant) if relevant else 0.0


def hit(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """1 when a relevant item is among the first ``depth``, else 0."""
    return float(any(grades.get(item, 0) > 0 for item in ranking[:depth]))


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
