"""Orders the best documents again, by what would cost too much for all that match (see ``search.ranking.Weights``)."""

from collections.abc import Iterable

import msgspec
import numpy as np

from search.compiled import compiled
from search.engine import EngineQuery
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.priors import Priors
from search.engines.embedded.refined_words import exact_words, neighbours
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import first
from search.engines.embedded.snapshot import Snapshot
from search.latent import closeness


class Refinement(msgspec.Struct, frozen=True, eq=False):
    """The best of an outcome: ``places`` (n,) there, best first. ``words`` (n,) is what all their words bring, and ``shares``, by
    the name of their weight, what is added as shares of the best of those (n,): ``scores`` (n,) are the new ones. ``lifted`` (N,):
    the scores of all with what they are welcome for.
    """

    places: Array
    words: Array
    shares: dict[str, Array]
    scores: Array
    lifted: Array


def refinement(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None, priors: Priors) -> Refinement:
    """The best of an outcome that is not empty, ordered again."""
    weights = snapshot.weights
    welcome = _welcome(found, query, snapshot, priors)
    lifted = found.scores if welcome is None else found.scores + welcome * _measure(found.scores, query)
    # In the order of rank, which no division into segments changes, not even the rounding of sums.
    best = first(snapshot, found.documents, lifted, weights.refined)
    documents = found.documents.take(best)
    words = with_added(found.scores, found.kept, _added(documents, query, snapshot), best)
    shares = {"recency": priors.recency.take(documents)}
    if latent is not None and query.words:
        near = closeness(latent.vectors(documents), words, weights.feedback, weights.feedback_power)
        shares["latent"] = weights.latent * near
    if welcome is not None:
        shares["upcoming"] = welcome[best] * _measure(words, query) / words.max()
    scores = with_shares(words, shares.values())
    return Refinement(best, words, shares, scores, lifted)


@compiled
def with_added(scores: Array, kept: Array, added: Array, places: Array) -> Array:
    """The scores at some places (n,) of an outcome (N,), and of what is added to each (n,) the share that is kept there (N,)."""
    together: Array = scores.take(places) + added * kept.take(places)
    return together


@compiled
def with_shares(scores: Array, shares: Iterable[Array]) -> Array:
    """Scores (n,), of which there is one at least, with shares of the best of them (n,)."""
    together: Array = scores + scores.max() * sum(shares)
    return together


def _welcome(found: Outcome, query: EngineQuery, snapshot: Snapshot, priors: Priors) -> Array | None:
    """What events to come get, as shares of what ``_measure`` says (N,); None when nobody asks for them."""
    if query.upcoming_at is None:
        return None
    weight = snapshot.weights.upcoming_first if query.upcoming_first else snapshot.weights.upcoming
    return weight * priors.imminence(found.documents, query.upcoming_at)


def _measure(scores: Array, query: EngineQuery) -> Array:
    """What events to come get a share of: of the best score when they come before all else, or else each of its own (n,)."""
    return np.full(len(scores), scores.max()) if query.upcoming_first else scores


def _added(documents: Array, query: EngineQuery, snapshot: Snapshot) -> Array:
    """What documents, by their numbers in the snapshot, get for exact words, words near each other and word families (n,)."""
    if len(snapshot.segments) == 1:
        return _added_in(0, documents.astype(np.int32), query, snapshot)
    added = np.empty(len(documents))
    numbers = np.searchsorted(snapshot.bases, documents, "right") - 1
    for number in set(numbers.tolist()):
        own = numbers == number
        added[own] = _added_in(number, (documents[own] - snapshot.bases[number]).astype(np.int32), query, snapshot)
    return added


def _added_in(number: int, documents: Array, query: EngineQuery, snapshot: Snapshot) -> Array:
    """The same of documents of a segment, by their numbers there."""
    scores = exact_words(documents, query.words, snapshot, number)
    if query.stems:
        scores += neighbours(documents, query.stems, snapshot, number)
    return scores
