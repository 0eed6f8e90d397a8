"""Orders the best documents again, by what would cost too much for all that match (see ``search.ranking.Weights``)."""

from collections.abc import Sequence

import numpy as np

from search.engine import EngineQuery
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.proximity import beginning_alike, neighbouring
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
    added = np.zeros(len(best))
    for number, segment in enumerate(snapshot.segments):
        here = (documents >= segment.base) & (documents < segment.base + segment.count)
        added[here] = _added((documents[here] - segment.base).astype(np.int32), query, snapshot, number)
    scores = found.scores[best] + added * found.kept[best]
    if latent is not None:
        near = closeness(latent.vectors(documents), scores, weights.feedback, weights.feedback_power)
        scores += weights.latent * scores.max() * near
    lowered = found.scores * min(1.0, scores.min() / found.scores[best[-1]])
    lowered[best] = scores
    return Outcome(found.matched, found.documents, lowered, found.kept)


def _added(documents: Array, query: EngineQuery, snapshot: Snapshot, number: int) -> Array:
    """What documents of a segment, by their numbers there, get for exact words, words near each other and word families (n,)."""
    scores = _exact(documents, query.words, snapshot, number)
    if len(documents) and query.stems:
        scores += _families(documents, query.stems, snapshot, number)
    if len(documents) and len(query.stems) > 1:
        weights = snapshot.weights
        scores += weights.pairs * _pairs("body", documents, query.stems, snapshot, number, 1, ordered=True)
        scores += weights.near * _pairs("title", documents, query.stems, snapshot, number, weights.near_span, ordered=False)
    return scores


def _exact(documents: Array, words: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The scores of all words of the query on the exact view."""
    scores = np.zeros(len(documents))
    for word in words:
        impacts = snapshot.impacts(snapshot.weights.exact_terms(word))[number]
        if impacts is not None:
            scores += impacts.scores_of(documents)
    return scores


def _families(documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The BM25 of the words of the title that begin like words of the query."""
    segment, weights = snapshot.segments[number], snapshot.weights
    spans = [
        (start.encode(), start.encode() + b"\xff") for start in dict.fromkeys(stem[: weights.family_letters] for stem in stems)
    ]
    counts = beginning_alike(segment.arrays.sequences["title"], documents, [segment.rows(*span) for span in spans])
    rarities = np.array([snapshot.rarity("title", *span) for span in spans])
    scores: Array = weights.family * _saturated(counts, snapshot, "title", number, documents) @ rarities
    return scores


def _pairs(
    field: str, documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int, span: int, *, ordered: bool
) -> Array:
    """The BM25 of each two consecutive words that stand near each other; a pair is as rare as the rarer of its words."""
    segment = snapshot.segments[number]
    rows = [segment.arrays.words.find(stem) for stem in stems]
    counts = neighbouring(segment.arrays.sequences[field], documents, rows, span, ordered=ordered)
    rarities = [snapshot.rarity(field, stem.encode(), stem.encode() + b"\0") for stem in stems]
    scores: Array = _saturated(counts, snapshot, field, number, documents) @ np.maximum(rarities[1:], rarities[:-1])
    return scores


def _saturated(counts: Array, snapshot: Snapshot, field: str, number: int, documents: Array) -> Array:
    """BM25's share of the idf for counts of something in documents (n, things)."""
    shares: Array = counts * (snapshot.weights.k1 + 1) / (counts + snapshot.norms(field, number, documents)[:, None])
    return shares
