"""Orders the best documents again, by what would cost too much for all that match (see ``search.ranking.Weights``)."""

import numpy as np

from search.engine import EngineQuery
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import first
from search.engines.embedded.snapshot import Snapshot
from search.latent import closeness


def refined(found: Outcome, query: EngineQuery, snapshot: Snapshot, latent: LatentRows | None) -> Outcome:
    """The same documents; the best ``Weights.refined`` have a new score, and the others one that keeps them below."""
    weights = snapshot.weights
    if not len(found.documents):
        return found
    best = first(snapshot, found.documents, found.scores, weights.refined)
    documents = found.documents[best]
    scores = found.scores[best] + _exact(documents, query, snapshot) * found.kept[best]
    if latent is not None:
        near = closeness(latent.vectors(documents), scores, weights.feedback, weights.feedback_power)
        scores += weights.latent * scores.max() * near
    lowered = found.scores * min(1.0, scores.min() / found.scores[best[-1]])
    lowered[best] = scores
    return Outcome(found.matched, found.documents, lowered, found.kept)


def _exact(documents: Array, query: EngineQuery, snapshot: Snapshot) -> Array:
    """The scores of all words of the query on the exact view, float64 (n,)."""
    scores = np.zeros(len(documents))
    for number, segment in enumerate(snapshot.segments):
        here = (documents >= segment.base) & (documents < segment.base + segment.count)
        local = (documents[here] - segment.base).astype(np.int32)
        for word in query.words:
            impacts = snapshot.impacts(snapshot.weights.exact_terms(word))[number]
            if impacts is not None:
                scores[here] += impacts.scores_of(local)
    return scores
