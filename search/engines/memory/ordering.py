"""The order of a page, and the parts that it is made of, one below the other."""

import math
from collections.abc import Sequence

from search.engine import SCORE_DIGITS
from search.engines.memory.collection import Collection
from search.engines.memory.scores import Scores
from search.fields import MOMENT
from search.ranking import BELOW

_NEVER = -(2**62)


def ordered(scores: Scores, sort: str, collection: Collection) -> list[str]:
    """The ids of documents in an order of ``search.request.SORTS``."""

    def sort_key(i: str) -> tuple[float, int, str]:
        moment = collection.by_id[i].numbers.get(MOMENT, _NEVER)
        if sort == "date_asc":
            return (float(moment == _NEVER), moment, i)
        return (0.0 if sort == "date" else -round(scores[i], SCORE_DIGITS), -moment, i)

    return sorted(scores, key=sort_key)


def stacked(parts: Sequence[Scores]) -> tuple[Scores, Scores]:
    """What decides the order of parts of which each comes after the one before, and their scores, so lowered that this shows."""
    keys: Scores = {}
    scores: Scores = {}
    step, floor = 1 + max(max(part.values(), default=0.0) for part in parts), math.inf
    for depth, part in enumerate(parts):
        rounded = {i: round(score, SCORE_DIGITS) for i, score in part.items()}
        highest = max(rounded.values(), default=0.0)
        lowered = {i: score * (min(1.0, floor / highest) if highest else 1.0) for i, score in rounded.items()}
        keys |= {i: score - depth * step for i, score in rounded.items()}
        scores |= lowered
        floor = BELOW * min(lowered.values(), default=floor / BELOW)
    return keys, scores
