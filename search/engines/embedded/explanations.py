"""The explanations of the hits of a page: their words, what refined their order, what speaks for them beside words."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from search.engine import EngineQuery, Match
from search.engines.embedded.explained import Evaluated, Explained
from search.engines.embedded.ordering import Ordering
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.target import Target
from search.explanation import Name, Part, added, multiplied
from search.ranking import Weights


def explanations(
    matches: Sequence[Match], found: Outcome, order: Ordering | None, query: EngineQuery, snapshot: Snapshot
) -> list[Part]:
    """How the scores of matches, which are in the outcome, came about; ``order`` is None when nothing was ordered again."""
    segments = [Evaluated(on) for on in Target.all(snapshot)]
    bases = [segment.on.segment.base for segment in segments]
    explained = []
    for match in matches:
        number = int(np.searchsorted(bases, match.place, "right")) - 1
        words = Explained(segments[number], match.place - bases[number])
        row = int(np.searchsorted(found.documents, match.place))
        explained.append(_explanation(words, row, found, order, query, snapshot))
    return explained


def _explanation(
    document: Explained, row: int, found: Outcome, order: Ordering | None, query: EngineQuery, snapshot: Snapshot
) -> Part:
    """The explanation of the document at a row of the outcome."""
    match = document.part(query.tree)
    if order is None:
        return added("score", [match])
    weights, best = snapshot.weights, order.best
    if (rank := _rank(best.places, row)) is None:
        return _below(match, row, found, order, query, weights)
    parts = [match]
    if precision := list(_precision(document, query, snapshot)):
        parts.append(multiplied("refinement", [added("precision", precision), Part("coverage", float(found.kept[row]))]))
    highest, shares = float(best.words.max()), _at(rank, best.shares)
    parts += _beside_words(shares, highest, weights)
    if shares.get("upcoming", 0.0) > 0:
        measure = highest if query.upcoming_first else float(best.words[rank])
        parts.append(_upcoming(shares["upcoming"] * highest, measure, query, weights))
    return added("score", parts)


def _below(match: Part, row: int, found: Outcome, order: Ordering, query: EngineQuery, weights: Weights) -> Part:
    """The explanation of a document that does not stand among the best."""
    parts, highest = [match], float(found.scores.max())
    gained = float(order.best.lifted[row] - found.scores[row])
    if gained > 0:
        measure = highest if query.upcoming_first else float(found.scores[row])
        parts.append(_upcoming(gained, measure, query, weights))
    following = order.following
    rank = None if following is None else _rank(following.places, row)
    if following is None or rank is None:
        return multiplied("score", [Part("lowering", order.stacked.lowerings[-1]), added("any", parts)])
    parts += _beside_words(_at(rank, following.shares), highest, weights)
    return multiplied("score", [Part("lowering", order.stacked.lowerings[1]), added("any", parts)])


def _rank(places: Array, row: int) -> int | None:
    """Where a row stands among places."""
    ranks = np.flatnonzero(places == row)
    return int(ranks[0]) if len(ranks) else None


def _at(rank: int, shares: dict[str, Array]) -> dict[str, float]:
    return {name: float(share[rank]) for name, share in shares.items()}


def _precision(document: Explained, query: EngineQuery, snapshot: Snapshot) -> Iterator[Part]:
    """Exact words, word families and words near each other."""
    weights = snapshot.weights
    for word in query.words:
        for view, text, weight in weights.exact_terms(word):
            yield from document.term("exact", view, text, weight)
    title = document.stems("title")
    for start in dict.fromkeys(stem[: weights.family_letters] for stem in query.stems):
        family = (start.encode(), start.encode() + b"\xff")
        low, high = document.rows(*family)
        if held := sum(low <= row < high for row in title):
            yield document.occurrences("family", "title", start, snapshot.rarity("title", *family), weights.family, held)
    yield from _pairs(document, query.stems, "title", "near", weights.near_span, weights.near, snapshot)
    yield from _pairs(document, query.stems, "body", "pair", 1, weights.pairs, snapshot)


def _pairs(
    document: Explained, stems: Sequence[str], field: str, name: Name, span: int, weight: float, snapshot: Snapshot
) -> Iterator[Part]:
    """Consecutive words of the query within a span of each other, in any order when they are only near."""
    held = document.stems(field) if len(stems) > 1 else []
    for pair in pairwise(stems):
        rows = tuple(document.row(stem) for stem in pair)
        wanted = {rows, rows[::-1]} if name == "near" else {rows}
        count = sum((row, other) in wanted for place, row in enumerate(held) for other in held[place + 1 : place + 1 + span])
        if count and -1 not in rows:
            rarity = max(snapshot.rarity(field, stem.encode(), stem.encode() + b"\0") for stem in pair)
            yield document.occurrences(name, field, " ".join(pair), rarity, weight, count)


def _beside_words(shares: dict[str, float], highest: float, weights: Weights) -> Iterator[Part]:
    """The subject and the age, as shares of the best score."""
    measured: dict[str, tuple[Name, float, Name]] = {
        "latent": ("latent", weights.latent, "closeness"),
        "kindred": ("kindred", weights.kindred, "closeness"),
        "recency": ("recency", weights.recency, "freshness"),
    }
    for share, (name, weight, measured_as) in measured.items():
        if shares.get(share, 0.0) > 0:
            parts = [Part("weight", weight), Part("best", highest), Part(measured_as, shares[share] / weight)]
            yield multiplied(name, parts)


def _upcoming(gained: float, measure: float, query: EngineQuery, weights: Weights) -> Part:
    """What an event to come gets: a share of the best score, or of its own words'."""
    weight = weights.upcoming_first if query.upcoming_first else weights.upcoming
    of = Part("best" if query.upcoming_first else "own", measure)
    return multiplied("upcoming", [Part("weight", weight), of, Part("imminence", gained / measure / weight)])
