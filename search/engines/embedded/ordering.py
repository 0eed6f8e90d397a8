"""The order of what a query found: the best, which are compared finely, those that follow by words and subject, then all others."""

from dataclasses import dataclass

import numpy as np

from search.engine import EngineQuery
from search.engines.embedded.following import Following, following
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.priors import Priors
from search.engines.embedded.refinement import Refinement, refinement
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.ranking import BELOW


@dataclass(frozen=True, slots=True)
class Ordering:
    """How what a query found is ordered: the ``documents`` (n,) that its page may show, with their new ``scores`` (n,).

    ``following`` is None when the page does not reach beyond the best, or nothing follows them. What follows and all others are
    kept below: ``lowerings`` are the shares of their scores that is left to each.
    """

    best: Refinement
    following: Following | None
    lowerings: tuple[float, float]
    documents: Array
    scores: Array


def ordering(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None, priors: Priors) -> Ordering | None:
    """How an outcome is ordered again; None when its scores are to stay as they are."""
    if not (query.is_refined and query.limit and len(found.documents)):
        return None
    best = refinement(found, query, snapshot, latent, priors)
    if query.offset + query.limit <= snapshot.weights.refined:
        return Ordering(best, None, (1.0, 1.0), found.documents[best.places], best.scores)
    scores = best.lifted.copy()
    scores[best.places] = best.scores
    others = _without(np.arange(len(scores)), best.places)
    floor, lowering, after = BELOW * float(best.scores.min()), 1.0, None
    if latent is not None and query.words and len(others) and snapshot.weights.ordered > snapshot.weights.refined:
        after = following(found, best, others, snapshot, latent)
        scores[after.places] = after.scores
        lowering = _lowered(scores, after.places, floor)
        others, floor = _without(others, after.places), BELOW * float(scores[after.places].min())
    return Ordering(best, after, (lowering, _lowered(scores, others, floor)), found.documents, scores)


def _lowered(scores: Array, places: Array, floor: float) -> float:
    """Keeps the scores at some places below a floor; returns the share that is left to each."""
    if not len(places):
        return 1.0
    lowering = min(1.0, floor / float(scores[places].max()))
    scores[places] *= lowering
    return lowering


def _without(places: Array, some: Array) -> Array:
    """The ascending places without some of them."""
    return np.delete(places, np.searchsorted(places, some))
