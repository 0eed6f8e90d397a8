"""What speaks for a document whatever its words: an article's age, an event's date."""

from search.engine import EngineQuery
from search.engines.memory.collection import Collection
from search.engines.memory.scores import Scores
from search.fields import ENDS_AT, MOMENT
from search.ranking import Weights


def freshness(collection: Collection, weights: Weights) -> dict[str, float]:
    """What articles get for being new, as shares of the best score."""
    moments = {
        i: one.numbers[MOMENT] for i, one in collection.by_id.items() if one.document.kind == "article" and MOMENT in one.numbers
    }
    newest = max(moments.values(), default=0)
    return {i: weights.recency * weights.freshness(newest - moment) for i, moment in moments.items()}


def welcome(query: EngineQuery, collection: Collection, weights: Weights) -> dict[str, float]:
    """The shares that events to come get."""
    now = query.upcoming_at
    if now is None:
        return {}
    to_come = {i: one.numbers[MOMENT] for i, one in collection.by_id.items() if one.numbers.get(ENDS_AT, now) > now}
    weight = weights.upcoming_first if query.upcoming_first else weights.upcoming
    return {i: weight * weights.imminence(moment - now) for i, moment in to_come.items()}


def lifted(scores: Scores, shares: dict[str, float], query: EngineQuery) -> Scores:
    """The scores with what events to come get: their shares of the best score, or else of their own."""
    best = max(scores.values())
    return {i: score + shares.get(i, 0.0) * (best if query.upcoming_first else score) for i, score in scores.items()}
