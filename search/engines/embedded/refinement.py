"""Orders the best documents again, by what would cost too much for all that match (see ``search.ranking.Weights``)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engine import EngineQuery
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.priors import Priors
from search.engines.embedded.proximity import beginning_alike, neighbouring, places_in_query
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import first
from search.engines.embedded.snapshot import Snapshot
from search.latent import closeness


@dataclass(frozen=True, slots=True)
class Refinement:
    """The best of an outcome: ``places`` (n,) there, best first. ``words`` (n,) is what all their words bring, and ``shares``, by
    the name of their weight, what is added as shares of the best of those (n,): ``scores`` (n,) are the new ones. ``lifted`` (N,):
    the scores of all with what they are welcome for.
    """

    places: Array
    words: Array
    shares: dict[str, Array]
    scores: Array
    lifted: Array

    @property
    def lowering(self) -> float:
        """What keeps the others below: the share of their scores that is left to them."""
        return min(1.0, float(self.scores.min() / self.lifted[self.places].min()))


def refined(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None, priors: Priors) -> Outcome:
    """The same documents; the best ``Weights.refined`` have a new score, and the others one that keeps them below."""
    if not len(found.documents):
        return found
    best = refinement(found, query, snapshot, latent, priors)
    scores = best.lifted * best.lowering
    scores[best.places] = best.scores
    return Outcome(found.matched, found.documents, scores, found.kept)


def refinement(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None, priors: Priors) -> Refinement:
    """The best of an outcome that is not empty, ordered again."""
    weights = snapshot.weights
    welcome = _welcome(found, query, snapshot, priors)
    lifted = found.scores if welcome is None else found.scores + welcome * _measure(found.scores, query)
    # In the order of rank, which no division into segments changes, not even the rounding of sums.
    best = first(snapshot, found.documents, lifted, weights.refined)
    documents = found.documents[best]
    added = np.zeros(len(best))
    for number, segment in enumerate(snapshot.segments):
        here = np.flatnonzero((documents >= segment.base) & (documents < segment.base + segment.count))
        ascending = here[np.argsort(documents[here])]
        added[ascending] = _added((documents[ascending] - segment.base).astype(np.int32), query, snapshot, number)
    words = found.scores[best] + added * found.kept[best]
    shares = {"recency": weights.recency * priors.freshness[documents]}
    if latent is not None and query.words:
        near = closeness(latent.vectors(documents), words, weights.feedback, weights.feedback_power)
        shares["latent"] = weights.latent * near
    if welcome is not None:
        shares["upcoming"] = welcome[best] * _measure(words, query) / words.max()
    scores = words + words.max() * sum(shares.values())
    return Refinement(best, words, shares, scores, lifted)


def _welcome(found: Outcome, query: EngineQuery, snapshot: Snapshot, priors: Priors) -> Array | None:
    """What events to come get, as shares of what ``_measure`` says (N,); None when nobody asks for them."""
    if query.upcoming_at is None:
        return None
    weight = snapshot.weights.upcoming_first if query.upcoming_first else snapshot.weights.upcoming
    return weight * priors.imminence(found.documents, query.upcoming_at)


def _measure(scores: Array, query: EngineQuery) -> Array:
    """What events to come get a share of: of the best score when they come before all else, or else each of its own (n,)."""
    return np.full(len(scores), scores.max()) if query.upcoming_first else scores


def _added(documents: Array, query: EngineQuery, snapshot: Snapshot, number: int) -> Array:
    """What documents of a segment, by their numbers there, get for exact words, words near each other and word families (n,)."""
    scores = _exact(documents, query.words, snapshot, number)
    if not len(documents) or not query.stems:
        return scores
    segment, weights = snapshot.segments[number], snapshot.weights
    title = segment.arrays.sequences["title"].of(documents)
    scores += _families(title, documents, query.stems, snapshot, number)
    if len(query.stems) > 1:
        places = places_in_query([segment.row(stem.encode()) for stem in query.stems], len(segment.arrays.words))
        near = neighbouring(*title, places, weights.near_span, ordered=False)
        scores += weights.near * _pairs("title", near, documents, query.stems, snapshot, number)
        following = neighbouring(*segment.arrays.sequences["body"].of(documents), places, 1, ordered=True)
        scores += weights.pairs * _pairs("body", following, documents, query.stems, snapshot, number)
    return scores


def _exact(documents: Array, words: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The scores of all words of the query on the exact view."""
    scores = np.zeros(len(documents))
    for word in words:
        impacts = snapshot.word(snapshot.weights.exact_terms(word)).impacts[number]
        if impacts is not None:
            scores += impacts.scores_of(documents)
    return scores


def _families(title: tuple[Array, Array], documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The BM25 of the words of the title that begin like words of the query."""
    segment, weights = snapshot.segments[number], snapshot.weights
    starts = dict.fromkeys(stem[: weights.family_letters].encode() for stem in stems)
    spans = [(start, start + b"\xff") for start in starts]
    counts = beginning_alike(*title, [segment.rows(*span) for span in spans])
    rarities = np.array([snapshot.rarity("title", *span) for span in spans])
    scores: Array = weights.family * _saturated(counts, snapshot, "title", number, documents) @ rarities
    return scores


def _pairs(field: str, counts: Array, documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The BM25 of consecutive words near each other, counted (n, pairs); a pair is as rare as the rarer of its words."""
    rarities = [snapshot.rarity(field, stem.encode(), stem.encode() + b"\0") for stem in stems[: counts.shape[1] + 1]]
    scores: Array = _saturated(counts, snapshot, field, number, documents) @ np.maximum(rarities[1:], rarities[:-1])
    return scores


def _saturated(counts: Array, snapshot: Snapshot, field: str, number: int, documents: Array) -> Array:
    """BM25's share of the idf for counts of something in documents (n, things)."""
    shares: Array = counts * (snapshot.weights.k1 + 1) / (counts + snapshot.norms(field, number, documents)[:, None])
    return shares
