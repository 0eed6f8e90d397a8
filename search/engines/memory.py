"""The naive exact engine: documents in a list, every query walked document by document.

It is the reference that the other engines are tested against, so it is written to be obviously right, not fast.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.engine import SCORE_DIGITS, EngineQuery, Match, Matches
from search.errors import ItemNotFound, Unsupported
from search.explanation import Part
from search.fields import ENDS_AT, IDENTIFIER, LABEL_FIELDS, MOMENT, TEXT_FIELDS, key, numbers_of
from search.latent import LatentVectors, closeness, nearness, subject
from search.query import (
    And,
    AndMaybe,
    AndNot,
    AnyField,
    AnyWord,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
    Wildcard,
    filter_query,
)
from search.ranking import BELOW, WEIGHTS, Weights, bm25, idf
from search.results import FacetValue

Array = npt.NDArray[Any]

_NEVER = -(2**62)


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A document with the words of each view in order, the places of the exact ones, its label keys and its numbers."""

    document: Document
    words: dict[str, list[str]]
    places: dict[str, list[tuple[str, int]]]
    labels: dict[str, frozenset[str]]
    numbers: dict[str, int]


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
        self._weights = weights
        self._vectors = {} if latent is None else dict(zip(latent.ids, latent.vectors(np.arange(len(latent.ids))), strict=True))
        self._indexed = {document.id: _indexed(document, analyser) for document in documents}

    def search(self, query: EngineQuery) -> Matches:
        scores = self._scores(query.tree)
        passing = filter_query(query.filters)
        if passing is not None:
            allowed = self._scores(passing)
            scores = {document_id: score for document_id, score in scores.items() if document_id in allowed}
        keys = scores
        if query.is_refined and scores:
            keys, scores = _stacked(self._refined(query, scores))
        order = self._ordered(keys, query.sort)
        page = order[query.offset : query.offset + query.limit]
        by_date = query.sort != "relevance"
        hits = tuple(Match(document_id, 0.0 if by_date else scores[document_id]) for document_id in page)
        return Matches(len(scores), hits, {name: self._facet(name, scores)[: query.facet_values] for name in query.facets})

    def explanations(self, query: EngineQuery, matches: Sequence[Match]) -> list[Part]:
        del query, matches
        raise Unsupported("Le moteur en mémoire n’explique pas ses notes.")

    def documents(self, ids: Sequence[str]) -> list[Document]:
        try:
            return [self._indexed[document_id].document for document_id in ids]
        except KeyError as error:
            raise ItemNotFound(f"Aucun contenu n’a l’identifiant « {error.args[0]} ».", id=error.args[0]) from error

    def matched_documents(self, matches: Sequence[Match]) -> list[Document]:
        return self.documents([match.id for match in matches])

    def ids(self) -> Iterator[str]:
        return iter(self._indexed)

    def count(self) -> int:
        return len(self._indexed)

    def close(self) -> None:
        self._indexed = {}

    def _ordered(self, scores: dict[str, float], sort: str) -> list[str]:
        return sorted(scores, key=lambda document_id: self._sort_key(document_id, scores[document_id], sort))

    def _refined(self, query: EngineQuery, scores: dict[str, float]) -> list[dict[str, float]]:
        """The new scores of the best, of those that follow, and of all others (see ``search.ranking.Weights``)."""
        weights = self._weights
        kept = self._kept_shares(query.tree) if isinstance(query.tree, AnyWord) else {}
        welcome = self._welcome(query)
        lifted = self._lifted(scores, welcome, query)
        best = self._ordered(lifted, "relevance")[: weights.refined]
        added = self._added(query)
        new = {i: scores[i] + added.get(i, 0.0) * kept.get(i, 1.0) for i in best}
        top = max(new.values())
        beside = {i: score - new[i] for i, score in self._lifted(new, welcome, query).items()}
        shares = [self._freshness()]
        if self._vectors and query.words:
            vectors = self._rows(best)
            near = closeness(vectors, np.array(list(new.values())), weights.feedback, weights.feedback_power)
            about = subject(vectors, np.array(list(new.values())), weights.feedback, weights.feedback_power)
            shares.append({i: weights.latent * float(one) for i, one in zip(best, near, strict=True)})
        new = {i: score + beside[i] + top * sum(share.get(i, 0.0) for share in shares) for i, score in new.items()}
        others = {i: score for i, score in lifted.items() if i not in new}
        if not (self._vectors and query.words):
            return [new, others]
        after = self._following(others, new, about, max(scores.values()))
        return [new, after, {i: score for i, score in others.items() if i not in after}]

    def _following(self, others: dict[str, float], best: dict[str, float], about: Array, highest: float) -> dict[str, float]:
        """The new scores of those that follow the best."""
        weights = self._weights
        places = self._ordered(others, "relevance")[: weights.ordered - weights.refined]
        if not places:
            return {}
        kin = self._ordered(best, "relevance")[: weights.kin]
        near, kindred = nearness(self._rows(places), about[None]), nearness(self._rows(places), self._rows(kin))
        shares = weights.latent * near + weights.kindred * kindred
        return {i: others[i] + highest * float(share) for i, share in zip(places, shares, strict=True)}

    def _rows(self, places: Iterable[str]) -> Array:
        """The vectors of documents (n, D); zeros for one that has none."""
        nothing = np.zeros_like(next(iter(self._vectors.values())))
        return np.array([self._vectors.get(i, nothing) for i in places])

    def _freshness(self) -> dict[str, float]:
        """What articles get for being new, as shares of the best score."""
        moments = {
            i: one.numbers[MOMENT] for i, one in self._indexed.items() if one.document.kind == "article" and MOMENT in one.numbers
        }
        newest = max(moments.values(), default=0)
        return {i: self._weights.recency * self._weights.freshness(newest - moment) for i, moment in moments.items()}

    def _lifted(self, scores: dict[str, float], welcome: dict[str, float], query: EngineQuery) -> dict[str, float]:
        """The scores with what events to come get: a share of the best score, or else of their own."""
        best = max(scores.values())
        return {i: score + welcome.get(i, 0.0) * (best if query.upcoming_first else score) for i, score in scores.items()}

    def _welcome(self, query: EngineQuery) -> dict[str, float]:
        """The shares that events to come get."""
        now, weights = query.upcoming_at, self._weights
        if now is None:
            return {}
        to_come = {i: one.numbers[MOMENT] for i, one in self._indexed.items() if one.numbers.get(ENDS_AT, _NEVER) > now}
        weight = weights.upcoming_first if query.upcoming_first else weights.upcoming
        return {i: weight * weights.imminence(moment - now) for i, moment in to_come.items()}

    def _added(self, query: EngineQuery) -> dict[str, float]:
        """What documents get for exact words, words near each other and word families."""
        weights = self._weights
        parts = [self._term(*term) for word in query.words for term in weights.exact_terms(word)]
        for start in dict.fromkeys(stem[: weights.family_letters] for stem in query.stems):
            counts = self._counts("title", partial(_beginning, start=start))
            known = {word for indexed in self._indexed.values() for word in indexed.words["title"] if word.startswith(start)}
            rarity = idf(len(self._indexed), min(sum(self._frequency("title", word) for word in known), len(self._indexed)))
            parts.append(self._bm25("title", counts, weights.family * rarity))
        for pair in pairwise(query.stems):
            for field, span, both, weight in (("body", 1, False, weights.pairs), ("title", weights.near_span, True, weights.near)):
                counts = self._counts(field, partial(_near, pair=pair, span=span, both=both))
                rarity = max(idf(len(self._indexed), self._frequency(field, word)) for word in pair)
                parts.append(self._bm25(field, counts, weight * rarity))
        return _sum(parts, every=False) if parts else {}

    def _counts(self, view: str, count: Callable[[list[str]], int]) -> dict[str, int]:
        """What is counted in the words of each document, where it is not 0."""
        counts = {i: count(indexed.words[view]) for i, indexed in self._indexed.items()}
        return {i: found for i, found in counts.items() if found}

    def _frequency(self, view: str, word: str) -> int:
        """How many documents have a word."""
        return sum(word in indexed.words[view] for indexed in self._indexed.values())

    def _sort_key(self, document_id: str, score: float, sort: str) -> tuple[float, int, str]:
        moment = self._indexed[document_id].numbers.get(MOMENT, _NEVER)
        if sort == "date_asc":
            return (float(moment == _NEVER), moment, document_id)
        return (0.0 if sort == "date" else -round(score, SCORE_DIGITS), -moment, document_id)

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
        return tuple(sorted(shown, key=lambda value: (-value.count, key(value.value))))

    def _scores(self, query: Query) -> dict[str, float]:
        """The score of each matching document."""
        evaluate = _EVALUATIONS.get(type(query))
        if evaluate is None:
            raise Unsupported(f"Le moteur en mémoire ne sait pas évaluer {type(query).__name__}.")
        return evaluate(self, query)

    def _term(self, view: str, word: str, boost: float) -> dict[str, float]:
        if view == IDENTIFIER:
            return {word: boost} if word in self._indexed else {}
        if view in {field.name for field in LABEL_FIELDS}:
            return {i: boost for i, indexed in self._indexed.items() if word in indexed.labels[view]}
        containing = self._counts(view, lambda words: words.count(word))
        return self._bm25(view, containing, boost * idf(len(self._indexed), len(containing)))

    def _bm25(self, view: str, counts: dict[str, int], rarity: float) -> dict[str, float]:
        """The BM25 of what is counted in a view of documents."""
        lengths = {i: len(indexed.words[view]) for i, indexed in self._indexed.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 0.0
        weights = self._weights
        return {i: bm25(count, lengths[i], mean, rarity, weights.k1, weights.b) for i, count in counts.items()}

    def _range(self, query: NumericRange) -> dict[str, float]:
        low = -math.inf if query.start is None else query.start
        low += query.startexcl  # numbers are whole
        high = (math.inf if query.end is None else query.end) - query.endexcl
        numbers = {i: indexed.numbers.get(query.fieldname) for i, indexed in self._indexed.items()}
        return {i: query.boost for i, number in numbers.items() if number is not None and low <= number <= high}

    def _phrase(self, query: Phrase) -> dict[str, float]:
        scores = _sum([self._term(query.fieldname, word, query.boost) for word in query.words], every=True)
        return {i: score for i, score in scores.items() if self._has_phrase(i, query)}

    def _has_phrase(self, i: str, query: Phrase) -> bool:
        """Whether the words follow each other, each at most ``slop`` positions after the one before."""
        places = self._indexed[i].places[query.fieldname]
        ends = {position for word, position in places if word == query.words[0]}
        for wanted in query.words[1:]:
            ends = {p for word, p in places if word == wanted and any(p - query.slop <= end < p for end in ends)}
        return bool(ends)

    def _expanded(self, query: Any, fits: Callable[[str], bool]) -> dict[str, float]:
        return {i: query.boost for i, indexed in self._indexed.items() if any(map(fits, indexed.words[query.fieldname]))}

    def _fuzzy(self, query: FuzzyTerm) -> dict[str, float]:
        start = query.text[: query.prefixlength]
        return self._expanded(query, lambda word: word.startswith(start) and distance(word, query.text) <= query.maxdist)

    def _not(self, query: Not) -> dict[str, float]:
        unwanted = self._scores(query.query)
        return {i: 1.0 for i in self._indexed if i not in unwanted}

    def _both(self, query: Any) -> tuple[dict[str, float], dict[str, float]]:
        return self._scores(query.a), self._scores(query.b)

    def _and_not(self, query: AndNot) -> dict[str, float]:
        wanted, unwanted = self._both(query)
        return {i: score for i, score in wanted.items() if i not in unwanted}

    def _and_maybe(self, query: AndMaybe) -> dict[str, float]:
        wanted, welcome = self._both(query)
        return {i: score + welcome.get(i, 0.0) for i, score in wanted.items()}

    def _require(self, query: Require) -> dict[str, float]:
        scored, required = self._both(query)
        return {i: score for i, score in scored.items() if i in required}

    def _any_word(self, query: AnyWord) -> dict[str, float]:
        kept = self._kept_shares(query)
        total = _sum([self._scores(child) for child in query.subqueries], every=False)
        return {i: score * kept[i] for i, score in total.items()}

    def _kept_shares(self, query: AnyWord) -> dict[str, float]:
        """What each document keeps of its score for the words that it has."""
        parts = [self._scores(child) for child in query.subqueries]
        rarities = [idf(len(self._indexed), len(part)) for part in parts]
        exponent = self._weights.lacking if query.exponent is None else query.exponent
        covered = _sum([dict.fromkeys(part, rarity) for part, rarity in zip(parts, rarities, strict=True)], every=False)
        return {i: float((share / sum(rarities)) ** exponent) for i, share in covered.items()}

    def _compound(self, query: Any, *, every: bool) -> dict[str, float]:
        scores = _sum([self._scores(child) for child in query.subqueries], every=every)
        return {i: score * query.boost for i, score in scores.items()}


_EVALUATIONS: dict[type[Any], Callable[[MemoryEngine, Any], dict[str, float]]] = {
    And: lambda engine, query: engine._compound(query, every=True),
    AndMaybe: MemoryEngine._and_maybe,
    AndNot: MemoryEngine._and_not,
    AnyField: lambda engine, query: engine._compound(query, every=False),
    AnyWord: MemoryEngine._any_word,
    ConstantScoreQuery: lambda engine, query: dict.fromkeys(engine._scores(query.child), query.score),
    Every: lambda engine, query: dict.fromkeys(engine._indexed, query.boost),
    FuzzyTerm: MemoryEngine._fuzzy,
    Not: MemoryEngine._not,
    NumericRange: MemoryEngine._range,
    Or: lambda engine, query: engine._compound(query, every=False),
    Phrase: MemoryEngine._phrase,
    Prefix: lambda engine, query: engine._expanded(query, lambda word: word.startswith(query.text)),
    Require: MemoryEngine._require,
    Term: lambda engine, query: engine._term(query.fieldname, query.text, query.boost),
    Wildcard: lambda engine, query: engine._expanded(query, lambda word: fnmatchcase(word, query.text)),
    type(NullQuery): lambda _engine, _query: {},
}


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance, by the textbook's table."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        above, row = row, [i]
        for j, right in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
    return row[-1]


def _beginning(words: list[str], start: str) -> int:
    return sum(word.startswith(start) for word in words)


def _near(words: list[str], pair: tuple[str, str], span: int, *, both: bool) -> int:
    """How often the second word of a pair stands within ``span`` words after the first, or before it when ``both`` orders count."""
    wanted = (pair, pair[::-1]) if both else (pair,)
    return sum((words[i], other) in wanted for i in range(len(words)) for other in words[i + 1 : i + 1 + span])


def _sum(parts: list[dict[str, float]], *, every: bool) -> dict[str, float]:
    ids = set.intersection(*map(set, parts)) if every else set.union(*map(set, parts))
    return {i: sum(part.get(i, 0.0) for part in parts) for i in ids}


def _stacked(parts: list[dict[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """What decides the order of parts of which each comes after the one before, and their scores, so lowered that this shows."""
    keys: dict[str, float] = {}
    scores: dict[str, float] = {}
    step, floor = 1 + max(max(part.values(), default=0.0) for part in parts), math.inf
    for depth, part in enumerate(parts):
        rounded = {i: round(score, SCORE_DIGITS) for i, score in part.items()}
        highest = max(rounded.values(), default=0.0)
        lowered = {i: score * (min(1.0, floor / highest) if highest else 1.0) for i, score in rounded.items()}
        keys |= {i: score - depth * step for i, score in rounded.items()}
        scores |= lowered
        floor = BELOW * min(lowered.values(), default=floor / BELOW)
    return keys, scores


def _indexed(document: Document, analyser: Analyser) -> _Indexed:
    words: dict[str, list[str]] = {}
    places: dict[str, list[tuple[str, int]]] = {}
    for field in TEXT_FIELDS:
        text = field.text_of(document)
        words[field.stem] = analyser.stems(text)
        words[field.exact] = analyser.words(text)
        places[field.exact] = [(token.word, token.position) for token in analyser.tokens(text)]
    labels = {field.name: frozenset(map(key, field.labels_of(document))) for field in LABEL_FIELDS}
    return _Indexed(document, words, places, labels, numbers_of(document))
