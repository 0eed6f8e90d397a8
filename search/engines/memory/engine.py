"""An index in memory behind the protocol of engines."""

from collections.abc import Iterable, Iterator, Sequence

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.engine import EngineQuery, Match, Matches
from search.engines.memory.collection import Collection
from search.engines.memory.evaluation import Evaluation
from search.engines.memory.facets import facet
from search.engines.memory.ordering import ordered, stacked
from search.engines.memory.refinement import Refinement
from search.errors import ItemNotFound, Unsupported
from search.explanation import Part
from search.latent import LatentVectors
from search.query import filter_query
from search.ranking import WEIGHTS, Weights


class MemoryEngine:
    """An index in memory."""

    name = "memory"

    def __init__(
        self,
        documents: Iterable[Document],
        analyser: Analyser = ANALYSER,
        weights: Weights = WEIGHTS,
        latent: LatentVectors | None = None,
    ) -> None:
        self._collection = Collection(documents, analyser, weights)
        self._evaluation = Evaluation(self._collection, weights)
        self._refinement = Refinement(self._collection, weights, latent)

    def search(self, query: EngineQuery) -> Matches:
        scores = self._evaluation.scores(query.tree)
        passing = filter_query(query.filters)
        if passing is not None:
            allowed = self._evaluation.scores(passing)
            scores = {i: score for i, score in scores.items() if i in allowed}
        keys = scores
        if query.is_refined and scores:
            keys, scores = stacked(self._refinement.refined(query, scores))
        order = ordered(keys, query.sort, self._collection)
        page = order[query.offset : query.offset + query.limit]
        by_date = query.sort != "relevance"
        hits = tuple(Match(i, 0.0 if by_date else scores[i]) for i in page)
        facets = {name: facet(name, scores, self._collection)[: query.facet_values] for name in query.facets}
        return Matches(len(scores), hits, facets)

    def explanations(self, query: EngineQuery, matches: Sequence[Match]) -> list[Part]:
        del query, matches
        raise Unsupported("Le moteur en mémoire n’explique pas ses notes.")

    def documents(self, ids: Sequence[str]) -> list[Document]:
        try:
            return [self._collection.by_id[i].document for i in ids]
        except KeyError as error:
            raise ItemNotFound(f"Aucun contenu n’a l’identifiant « {error.args[0]} ».", id=error.args[0]) from error

    def matched_documents(self, matches: Sequence[Match]) -> list[Document]:
        return self.documents([match.id for match in matches])

    def ids(self) -> Iterator[str]:
        return iter(self._collection.by_id)

    def count(self) -> int:
        return len(self._collection.by_id)

    def close(self) -> None:
        self._collection.by_id.clear()
