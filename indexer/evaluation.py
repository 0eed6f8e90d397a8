"""Measures search or related items on a test collection, with the engine and the ranking that serve."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import msgspec

from indexer.build import build
from indexer.collection import Collection
from indexer.perturbation import Perturbation, perturbed
from indexer.progress import Progress, silent
from search.errors import CollectionInvalid, ItemNotFound
from search.index import Index
from search.metrics import hit, ndcg, recall, reciprocal_rank
from search.request import MAX_PAGE_SIZE, SearchRequest

Measure = Callable[[Sequence[str], Mapping[str, int], int], float]

SEARCH_MEASURES: dict[str, tuple[Measure, int]] = {
    "ndcg@10": (ndcg, 10),
    "mrr@10": (reciprocal_rank, 10),
    "recall@100": (recall, 100),
}
RELATED_MEASURES: dict[str, tuple[Measure, int]] = {"ndcg@10": (ndcg, 10), "hit@5": (hit, 5), "recall@10": (recall, 10)}


class Judged(msgspec.Struct, frozen=True):
    """One query (or one item, for related items): what was found, and its measures."""

    id: str
    text: str
    topic: str
    measures: dict[str, float]
    ranking: tuple[str, ...]


class Evaluation(msgspec.Struct, frozen=True):
    """The means over topics of a collection: variants of one topic are averaged first."""

    collection: str
    documents: int
    judged: tuple[Judged, ...]
    measures: dict[str, float]
    of_related: bool

    def summary(self) -> dict[str, object]:
        """What ``trouvaille evaluate --json`` prints."""
        counted = "judged" if self.of_related else "queries"
        rounded = {name: round(value, 4) for name, value in self.measures.items()}
        return {"collection": self.collection, "documents": self.documents, counted: len(self.judged), **rounded}


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How queries are spoilt before they are asked."""

    how: Perturbation
    seed: int = 0


def evaluate(
    collection: Collection, *, spoiling: Spoiling | None = None, alone: bool = False, progress: Progress = silent
) -> Evaluation:
    """Builds the collection's index in a temporary folder and measures it; raises CollectionInvalid without queries to spoil."""
    if spoiling is not None and not collection.queries:
        raise CollectionInvalid(
            f"{collection.folder} n’a pas de requêtes à altérer.",
            remedy="Ôtez --perturb : cette collection mesure les contenus liés.",
        )
    with tempfile.TemporaryDirectory(prefix="trouvaille-") as folder:
        build([collection.source()], Path(folder), progress=progress)
        index = Index.live(Path(folder))
        try:
            return evaluate_index(collection, index, spoiling=spoiling, alone=alone, progress=progress)
        finally:
            index.close()


def evaluate_index(
    collection: Collection, index: Index, *, spoiling: Spoiling | None = None, alone: bool = False, progress: Progress = silent
) -> Evaluation:
    """Measures an open index of the collection: its queries, or its related items when it has none.

    What a page shows is measured, in its order: results ``alone`` are without what is near them and fills the page.
    """
    judged: list[Judged] = []
    ranked = index.ranking if alone else index.shown
    if collection.queries:
        for query in collection.queries:
            grades = collection.grades.get(query.id)
            if grades:
                text = query.text if spoiling is None else perturbed(query, spoiling.how, spoiling.seed)
                ranking = ranked(SearchRequest(text=text, size=MAX_PAGE_SIZE))
                judged.append(_judged(query.id, text, query.topic, ranking, grades, SEARCH_MEASURES))
            progress("requêtes", len(judged))
    else:
        for item, grades in collection.related.items():
            ranking = _related_ids(index, item)
            judged.append(_judged(item, "", "", ranking, grades, RELATED_MEASURES))
            progress("contenus liés évalués", len(judged))
    return Evaluation(collection.name, index.count(), tuple(judged), _topic_means(judged), not collection.queries)


def _related_ids(index: Index, item: str) -> tuple[str, ...]:
    """What is shown beside an item: nothing when its record was left out of the index."""
    try:
        return tuple(found.document.id for found in index.related(item, limit=10))
    except ItemNotFound:
        return ()


def _judged(
    identifier: str,
    text: str,
    topic: str,
    ranking: tuple[str, ...],
    grades: Mapping[str, int],
    measures: dict[str, tuple[Measure, int]],
) -> Judged:
    values = {name: measure(ranking, grades, depth) for name, (measure, depth) in measures.items()}
    return Judged(identifier, text, topic or identifier, values, ranking[:10])


def _topic_means(judged: list[Judged]) -> dict[str, float]:
    by_topic: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_topic[one.topic].append(one)
    names = judged[0].measures if judged else {}
    return {name: fmean(fmean(one.measures[name] for one in variants) for variants in by_topic.values()) for name in names}
