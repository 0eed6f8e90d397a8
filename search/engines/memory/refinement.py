"""The new scores of the best documents and of those that follow them."""

from collections.abc import Iterable

import numpy as np

from search.engine import EngineQuery
from search.engines.memory.collection import Collection
from search.engines.memory.evaluation import Evaluation
from search.engines.memory.ordering import ordered
from search.engines.memory.precision import precision
from search.engines.memory.priors import freshness, lifted, welcome
from search.engines.memory.scores import Scores
from search.latent import Array, LatentVectors, nearness, subject
from search.query import AnyWord
from search.ranking import Weights


class Refinement:
    """Orders anew what queries found in a collection; without ``latent`` vectors, by words and priors alone."""

    def __init__(self, collection: Collection, weights: Weights, latent: LatentVectors | None) -> None:
        self._collection = collection
        self._evaluation = Evaluation(collection, weights)
        self._weights = weights
        self._vectors = {} if latent is None else dict(zip(latent.ids, latent.vectors(np.arange(len(latent.ids))), strict=True))

    def refined(self, query: EngineQuery, scores: Scores) -> list[Scores]:
        """The scores of the best, of those that follow, and of all others (see ``search.ranking.Weights``)."""
        to_come = welcome(query, self._collection, self._weights)
        before = lifted(scores, to_come, query)
        words = self._words(query, {i: scores[i] for i in self._first(before, self._weights.refined)})
        about = self._subject(words) if self._vectors and query.words else None
        beside = {i: score - words[i] for i, score in lifted(words, to_come, query).items()}
        shares, top = self._shares(words, about), max(words.values())
        best = {i: score + beside[i] + top * shares[i] for i, score in words.items()}
        others = {i: score for i, score in before.items() if i not in best}
        if about is None:
            return [best, others]
        after = self._following(others, best, about, max(scores.values()))
        return [best, after, {i: score for i, score in others.items() if i not in after}]

    def _words(self, query: EngineQuery, scores: Scores) -> Scores:
        """What the words of the best bring them, once they are looked at closely."""
        kept = self._evaluation.kept_shares(query.tree) if isinstance(query.tree, AnyWord) else {}
        precise = precision(query, self._collection, self._weights)
        return {i: score + precise.get(i, 0.0) * kept.get(i, 1.0) for i, score in scores.items()}

    def _shares(self, words: Scores, about: Array | None) -> dict[str, float]:
        """What the age and the subject of the best bring them, as shares of the best score."""
        fresh = freshness(self._collection, self._weights)
        if about is None:
            return {i: fresh.get(i, 0.0) for i in words}
        near = self._weights.latent * nearness(self._rows(words), about[None])
        return {i: fresh.get(i, 0.0) + float(one) for i, one in zip(words, near, strict=True)}

    def _following(self, others: Scores, best: Scores, about: Array, highest: float) -> Scores:
        """The scores of those that follow the best: by words and subject."""
        weights = self._weights
        places = self._first(others, weights.ordered - weights.refined)
        if not places:
            return {}
        kin = self._first(best, weights.kin)
        near, kindred = nearness(self._rows(places), about[None]), nearness(self._rows(places), self._rows(kin))
        shares = weights.latent * near + weights.kindred * kindred
        return {i: others[i] + highest * float(share) for i, share in zip(places, shares, strict=True)}

    def _first(self, scores: Scores, count: int) -> list[str]:
        return ordered(scores, "relevance", self._collection)[:count]

    def _subject(self, words: Scores) -> Array:
        """What the best documents are about (D,)."""
        return subject(self._rows(words), np.array(list(words.values())), self._weights.feedback, self._weights.feedback_power)

    def _rows(self, ids: Iterable[str]) -> Array:
        """The vectors of documents (n, D); zeros for one that has none."""
        nothing = np.zeros_like(next(iter(self._vectors.values())))
        return np.array([self._vectors.get(i, nothing) for i in ids])
