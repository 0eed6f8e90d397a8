"""Evaluates query trees document by document: one small function for each class of ``search.query``."""

import math
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from search.engines.memory.collection import Collection
from search.engines.memory.scores import Scores, summed
from search.errors import Unsupported
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
)
from search.ranking import Weights, idf


class Evaluation:
    """What queries find in a collection."""

    def __init__(self, collection: Collection, weights: Weights) -> None:
        self._collection = collection
        self._indexed = collection.by_id
        self._weights = weights

    def scores(self, query: Query) -> Scores:
        """The score of each matching document."""
        evaluate = _EVALUATIONS.get(type(query))
        if evaluate is None:
            raise Unsupported(f"Le moteur en mémoire ne sait pas évaluer {type(query).__name__}.")
        return evaluate(self, query)

    def kept_shares(self, query: AnyWord) -> dict[str, float]:
        """What each document keeps of its score for the words that it has."""
        parts = [self.scores(child) for child in query.subqueries]
        rarities = [idf(len(self._indexed), len(part)) for part in parts]
        exponent = self._weights.lacking if query.exponent is None else query.exponent
        covered = summed([dict.fromkeys(part, rarity) for part, rarity in zip(parts, rarities, strict=True)], every=False)
        return {i: float((share / sum(rarities)) ** exponent) for i, share in covered.items()}

    def _term(self, query: Term) -> Scores:
        return self._collection.term(query.fieldname, query.text, query.boost)

    def _range(self, query: NumericRange) -> Scores:
        low = -math.inf if query.start is None else query.start
        low += query.startexcl  # numbers are whole
        high = (math.inf if query.end is None else query.end) - query.endexcl
        numbers = {i: indexed.numbers.get(query.fieldname) for i, indexed in self._indexed.items()}
        return {i: query.boost for i, number in numbers.items() if number is not None and low <= number <= high}

    def _phrase(self, query: Phrase) -> Scores:
        terms = [self._collection.term(query.fieldname, word, query.boost) for word in query.words]
        return {i: score for i, score in summed(terms, every=True).items() if self._has_phrase(i, query)}

    def _has_phrase(self, i: str, query: Phrase) -> bool:
        """Whether the words follow each other, each at most ``slop`` positions after the one before."""
        places = self._indexed[i].places[query.fieldname]
        ends = {position for word, position in places if word == query.words[0]}
        for wanted in query.words[1:]:
            ends = {p for word, p in places if word == wanted and any(p - query.slop <= end < p for end in ends)}
        return bool(ends)

    def _expanded(self, query: Any, fits: Callable[[str], bool]) -> Scores:
        return {i: query.boost for i, indexed in self._indexed.items() if any(map(fits, indexed.words[query.fieldname]))}

    def _fuzzy(self, query: FuzzyTerm) -> Scores:
        start = query.text[: query.prefixlength]
        return self._expanded(query, lambda word: word.startswith(start) and distance(word, query.text) <= query.maxdist)

    def _not(self, query: Not) -> Scores:
        unwanted = self.scores(query.query)
        return {i: 1.0 for i in self._indexed if i not in unwanted}

    def _both(self, query: Any) -> tuple[Scores, Scores]:
        return self.scores(query.a), self.scores(query.b)

    def _and_not(self, query: AndNot) -> Scores:
        wanted, unwanted = self._both(query)
        return {i: score for i, score in wanted.items() if i not in unwanted}

    def _and_maybe(self, query: AndMaybe) -> Scores:
        wanted, welcome = self._both(query)
        return {i: score + welcome.get(i, 0.0) for i, score in wanted.items()}

    def _require(self, query: Require) -> Scores:
        scored, required = self._both(query)
        return {i: score for i, score in scored.items() if i in required}

    def _any_word(self, query: AnyWord) -> Scores:
        kept = self.kept_shares(query)
        total = summed([self.scores(child) for child in query.subqueries], every=False)
        return {i: score * kept[i] for i, score in total.items()}

    def _compound(self, query: Any, *, every: bool) -> Scores:
        scores = summed([self.scores(child) for child in query.subqueries], every=every)
        return {i: score * query.boost for i, score in scores.items()}


_EVALUATIONS: dict[type[Any], Callable[[Evaluation, Any], Scores]] = {
    And: lambda on, query: on._compound(query, every=True),
    AndMaybe: Evaluation._and_maybe,
    AndNot: Evaluation._and_not,
    AnyField: lambda on, query: on._compound(query, every=False),
    AnyWord: Evaluation._any_word,
    ConstantScoreQuery: lambda on, query: dict.fromkeys(on.scores(query.child), query.score),
    Every: lambda on, query: dict.fromkeys(on._indexed, query.boost),
    FuzzyTerm: Evaluation._fuzzy,
    Not: Evaluation._not,
    NumericRange: Evaluation._range,
    Or: lambda on, query: on._compound(query, every=False),
    Phrase: Evaluation._phrase,
    Prefix: lambda on, query: on._expanded(query, lambda word: word.startswith(query.text)),
    Require: Evaluation._require,
    Term: Evaluation._term,
    Wildcard: lambda on, query: on._expanded(query, lambda word: fnmatchcase(word, query.text)),
    type(NullQuery): lambda _on, _query: {},
}


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance, by the textbook's table."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        above, row = row, [i]
        for j, right in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
    return row[-1]
