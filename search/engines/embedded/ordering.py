"""The order of what a query found: the best, which are compared finely, those that follow by words and subject, then all others."""

from collections.abc import Sequence

import msgspec
import numpy as np

from search.engine import SCORE_DIGITS, EngineQuery
from search.engines.embedded.following import Following, following
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.priors import Priors
from search.engines.embedded.refinement import Refinement, refinement
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.ranking import BELOW


class Stacked(msgspec.Struct, frozen=True, eq=False):
    """Scores (N,) of which each part stays below the one before: ``lowerings`` are the shares that are left to the parts.

    ``keys`` (N,) decide the order: equal only where the scores were, even if rounding makes equal what was lowered.
    """

    keys: Array
    scores: Array
    lowerings: tuple[float, ...]


class Ordering(msgspec.Struct, frozen=True, eq=False):
    """How what a query found is ordered: the ``documents`` (n,) that its page may show, with their new scores, ``stacked`` (n,).

    Those are the best, what follows them and all others. ``following`` is None when the page does not reach beyond the best, or
    nothing follows them.
    """

    best: Refinement
    following: Following | None
    documents: Array
    stacked: Stacked


def ordering(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None, priors: Priors) -> Ordering | None:
    """How an outcome is ordered again; None when its scores are to stay as they are."""
    if not (query.is_refined and query.limit and len(found.documents)):
        return None
    best = refinement(found, query, snapshot, latent, priors)
    if query.offset + query.limit <= snapshot.weights.refined:
        return Ordering(best, None, found.documents[best.places], Stacked(best.scores, best.scores, (1.0,)))
    scores = best.lifted.copy()
    scores[best.places] = best.scores
    others, after = _without(np.arange(len(scores)), best.places), None
    parts = [best.places]
    if latent is not None and query.words and len(others) and snapshot.weights.ordered > snapshot.weights.refined:
        after = following(found, best, others, snapshot, latent)
        scores[after.places] = after.scores
        others = _without(others, after.places)
        parts.append(after.places)
    return Ordering(best, after, found.documents, stacked(scores, [*parts, others]))


def stacked(scores: Array, parts: Sequence[Array]) -> Stacked:
    """Scores (N,) in parts, given by their places: the first is to stay as it is and above all others."""
    keys = scores.round(SCORE_DIGITS)
    lowered, lowerings = keys.copy(), []
    step, floor = float(keys.max()) + 1, np.inf
    for depth, places in enumerate(parts):
        highest = float(lowered[places].max(initial=0.0))
        lowerings.append(min(1.0, floor / highest) if highest > 0 else 1.0)
        if len(places):
            keys[places] -= depth * step
            lowered[places] *= lowerings[-1]
            floor = BELOW * float(lowered[places].min())
    return Stacked(keys, lowered, tuple(lowerings))


def _without(places: Array, some: Array) -> Array:
    """The ascending places without some of them."""
    return np.delete(places, np.searchsorted(places, some))
