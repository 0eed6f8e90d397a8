"""Documents in memory with their words in order, and the BM25 of whatever is counted in these."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from search.analysis import Analyser
from search.document import Document
from search.engines.memory.scores import Scores
from search.fields import IDENTIFIER, LABEL_FIELDS, TEXT_FIELDS, key, numbers_of
from search.ranking import Weights, bm25, idf


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document with the words of each view in order, the places of the exact ones, its label keys and its numbers."""

    document: Document
    words: dict[str, list[str]]
    places: dict[str, list[tuple[str, int]]]
    labels: dict[str, frozenset[str]]
    numbers: dict[str, int]

    @classmethod
    def of(cls, document: Document, analyser: Analyser) -> "Indexed":
        words: dict[str, list[str]] = {}
        places: dict[str, list[tuple[str, int]]] = {}
        for field in TEXT_FIELDS:
            text = field.text_of(document)
            words[field.stem] = analyser.stems(text)
            words[field.exact] = analyser.words(text)
            places[field.exact] = [(token.word, token.position) for token in analyser.tokens(text)]
        labels = {field.name: frozenset(map(key, field.labels_of(document))) for field in LABEL_FIELDS}
        return cls(document, words, places, labels, numbers_of(document))


class Collection:
    """The documents ``by_id``, and what is counted in all of them."""

    def __init__(self, documents: Iterable[Document], analyser: Analyser, weights: Weights) -> None:
        self.by_id = {document.id: Indexed.of(document, analyser) for document in documents}
        self._weights = weights

    def term(self, view: str, word: str, boost: float) -> Scores:
        """The documents with a word in a view or a label in a field."""
        if view == IDENTIFIER:
            return {word: boost} if word in self.by_id else {}
        if view in {field.name for field in LABEL_FIELDS}:
            return {i: boost for i, indexed in self.by_id.items() if word in indexed.labels[view]}
        containing = self.counts(view, lambda words: words.count(word))
        return self.bm25(view, containing, boost * idf(len(self.by_id), len(containing)))

    def counts(self, view: str, count: Callable[[list[str]], int]) -> dict[str, int]:
        """What is counted in the words of each document, where it is not 0."""
        counts = {i: count(indexed.words[view]) for i, indexed in self.by_id.items()}
        return {i: found for i, found in counts.items() if found}

    def frequency(self, view: str, word: str) -> int:
        """How many documents have a word."""
        return sum(word in indexed.words[view] for indexed in self.by_id.values())

    def bm25(self, view: str, counts: dict[str, int], rarity: float) -> Scores:
        """The BM25 of what is counted in a view of documents."""
        lengths = {i: len(indexed.words[view]) for i, indexed in self.by_id.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 0.0
        weights = self._weights
        return {i: bm25(count, lengths[i], mean, rarity, weights.k1, weights.b) for i, count in counts.items()}
