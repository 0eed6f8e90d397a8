"""What documents get for exact words, word families and words near each other."""

from functools import partial
from itertools import pairwise

from search.engine import EngineQuery
from search.engines.memory.collection import Collection
from search.engines.memory.scores import Scores, summed
from search.ranking import Weights, idf


def precision(query: EngineQuery, collection: Collection, weights: Weights) -> Scores:
    """The sum of all three, before documents pay for the words that they lack."""
    parts = [collection.term(*term) for word in query.words for term in weights.exact_terms(word)]
    starts = dict.fromkeys(stem[: weights.family_letters] for stem in query.stems)
    parts += [_family(start, collection, weights.family) for start in starts]
    for pair in pairwise(query.stems):
        adjacent, near = partial(_near, pair=pair, span=1, both=False), partial(_near, pair=pair, span=weights.near_span, both=True)
        for field, count, weight in (("body", adjacent, weights.pairs), ("title", near, weights.near)):
            rarity = max(idf(len(collection.by_id), collection.frequency(field, word)) for word in pair)
            parts.append(collection.bm25(field, collection.counts(field, count), weight * rarity))
    return summed(parts, every=False) if parts else {}


def _family(start: str, collection: Collection, weight: float) -> Scores:
    """What the words of titles bring that begin so: as rare as their postings are together."""
    counts = collection.counts("title", lambda words: sum(word.startswith(start) for word in words))
    known = {word for indexed in collection.by_id.values() for word in indexed.words["title"] if word.startswith(start)}
    postings = sum(collection.frequency("title", word) for word in known)
    rarity = idf(len(collection.by_id), min(postings, len(collection.by_id)))
    return collection.bm25("title", counts, weight * rarity)


def _near(words: list[str], pair: tuple[str, str], span: int, *, both: bool) -> int:
    """How often the second word of a pair stands within ``span`` words after the first, or before it when ``both`` orders count."""
    wanted = (pair, pair[::-1]) if both else (pair,)
    return sum((words[i], other) in wanted for i in range(len(words)) for other in words[i + 1 : i + 1 + span])
