"""The naive exact engine: documents in a list, every query walked document by document.

It is the reference that the other engines are tested against, so it is written to be obviously right, not fast.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.engine import FACET_LIMIT, EngineQuery, Match, Matches
from search.errors import ItemNotFound, Unsupported
from search.fields import LABEL_FIELDS, MOMENT, TEXT_FIELDS, key, numbers_of
from search.query import And, Every, NullQuery, NumericRange, Or, Query, Term, filter_query
from search.ranking import WEIGHTS, Weights, bm25, idf
from search.results import FacetValue

_NEVER = -(2**62)


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A document with the words of each view in order, its label keys and its numbers."""

    document: Document
    words: dict[str, list[str]]
    labels: dict[str, frozenset[str]]
    numbers: dict[str, int]


class MemoryWriter:
    """Collects documents; ``commit`` hands them to ``engine``."""

    def __init__(self, documents: Iterable[Document] = (), analyser: Analyser = ANALYSER) -> None:
        self._analyser = analyser
        self._live = {document.id: document for document in documents}
        self._pending = dict(self._live)

    def add(self, document: Document) -> None:
        self._pending[document.id] = document

    def delete(self, document_id: str) -> None:
        self._pending.pop(document_id, None)

    def commit(self) -> None:
        self._live = dict(self._pending)

    def cancel(self) -> None:
        self._pending = dict(self._live)

    def engine(self) -> "MemoryEngine":
        """An engine on what has been committed."""
        return MemoryEngine(self._live.values(), self._analyser)


class MemoryEngine:
    """An index in memory."""

    name = "memory"

    def __init__(self, documents: Iterable[Document], analyser: Analyser = ANALYSER, weights: Weights = WEIGHTS) -> None:
        self._weights = weights
        self._indexed = {document.id: _indexed(document, analyser) for document in documents}

    def search(self, query: EngineQuery) -> Matches:
        scores = self._scores(query.tree)
        passing = filter_query(query.filters)
        if passing is not None:
            allowed = self._scores(passing)
            scores = {document_id: score for document_id, score in scores.items() if document_id in allowed}
        order = sorted(scores, key=lambda document_id: self._sort_key(document_id, scores[document_id], query.sort))
        page = order[query.offset : query.offset + query.limit]
        by_date = query.sort != "relevance"
        hits = tuple(Match(document_id, 0.0 if by_date else scores[document_id]) for document_id in page)
        return Matches(len(scores), hits, {name: self._facet(name, scores) for name in query.facets})

    def documents(self, ids: Sequence[str]) -> list[Document]:
        try:
            return [self._indexed[document_id].document for document_id in ids]
        except KeyError as error:
            raise ItemNotFound(f"Aucun contenu n’a l’identifiant {error.args[0]!r}.", id=error.args[0]) from error

    def ids(self) -> Iterator[str]:
        return iter(self._indexed)

    def count(self) -> int:
        return len(self._indexed)

    def close(self) -> None:
        self._indexed = {}

    def _sort_key(self, document_id: str, score: float, sort: str) -> tuple[float, int, str]:
        moment = self._indexed[document_id].numbers.get(MOMENT, _NEVER)
        if sort == "date_asc":
            return (float(moment == _NEVER), moment, document_id)
        return (0.0 if sort == "date" else -score, -moment, document_id)

    def _facet(self, name: str, scores: dict[str, float]) -> tuple[FacetValue, ...]:
        field = next(field for field in LABEL_FIELDS if field.name == name)
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = {}
        for document_id, indexed in self._indexed.items():
            distinct = {key(label): label for label in field.labels_of(indexed.document)}
            for label_key, label in distinct.items():
                spellings.setdefault(label_key, Counter())[label] += 1
                counts[label_key] += document_id in scores
        shown = [
            FacetValue(min(spellings[label_key], key=lambda label: (-spellings[label_key][label], label)), count)
            for label_key, count in counts.items()
            if count
        ]
        return tuple(sorted(shown, key=lambda value: (-value.count, key(value.value)))[:FACET_LIMIT])

    def _scores(self, query: Query) -> dict[str, float]:
        """The score of each matching document."""
        if query == NullQuery:
            return {}
        if isinstance(query, Every):
            return dict.fromkeys(self._indexed, 1.0)
        if isinstance(query, Term):
            return self._term(query.fieldname, query.text, query.boost)
        if isinstance(query, NumericRange):
            return self._range(query)
        if isinstance(query, And):
            return _sum([self._scores(child) for child in query.subqueries], every=True)
        if isinstance(query, Or):
            return _sum([self._scores(child) for child in query.subqueries], every=False)
        raise Unsupported(f"Le moteur en mémoire ne sait pas évaluer {type(query).__name__}.")

    def _term(self, view: str, word: str, boost: float) -> dict[str, float]:
        if view in {field.name for field in LABEL_FIELDS}:
            return {i: boost for i, indexed in self._indexed.items() if word in indexed.labels[view]}
        frequencies = {i: indexed.words[view].count(word) for i, indexed in self._indexed.items()}
        lengths = {i: len(indexed.words[view]) for i, indexed in self._indexed.items()}
        containing = {i: count for i, count in frequencies.items() if count}
        if not containing:
            return {}
        rarity = idf(len(self._indexed), len(containing))
        mean = sum(lengths.values()) / len(lengths)
        weights = self._weights
        return {i: boost * bm25(count, lengths[i], mean, rarity, weights.k1, weights.b) for i, count in containing.items()}

    def _range(self, query: NumericRange) -> dict[str, float]:
        return {
            i: query.boost
            for i, indexed in self._indexed.items()
            if query.fieldname in indexed.numbers and query.start <= indexed.numbers[query.fieldname] <= query.end
        }


def _sum(parts: list[dict[str, float]], *, every: bool) -> dict[str, float]:
    ids = set.intersection(*map(set, parts)) if every else set.union(*map(set, parts))
    return {i: sum(part.get(i, 0.0) for part in parts) for i in ids}


def _indexed(document: Document, analyser: Analyser) -> _Indexed:
    words: dict[str, list[str]] = {}
    for field in TEXT_FIELDS:
        text = field.text_of(document)
        words[field.stem] = analyser.stems(text)
        words[field.exact] = analyser.words(text)
    labels = {field.name: frozenset(map(key, field.labels_of(document))) for field in LABEL_FIELDS}
    return _Indexed(document, words, labels, numbers_of(document))
