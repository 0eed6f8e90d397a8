"""The outcome of a query in a segment, and how outcomes are made and put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.embedded.impacts import Impacts
from search.engines.embedded.segment_arrays import Array


@dataclass(frozen=True, slots=True)
class Scored:
    """Of N documents, those that match, bool (N,), and their ``scores`` float64 (N,), 0 elsewhere."""

    matched: Array
    scores: Array


def nothing(count: int) -> Scored:
    """None of the documents."""
    return Scored(np.zeros(count, dtype=bool), np.zeros(count))


def constant(matched: Array, score: float) -> Scored:
    """All that match, each with the same score."""
    return Scored(matched, matched * float(score))


def boosted(scored: Scored, boost: float) -> Scored:
    """The same with each score multiplied."""
    return scored if boost == 1.0 else Scored(scored.matched, scored.scores * boost)


def sum_of(impacts: Sequence[Impacts | None], count: int) -> Scored:
    """The sum of scores, every one of them above zero where it matches."""
    found = [one for one in impacts if one is not None]
    if not found:
        return nothing(count)
    total = np.bincount(np.concatenate([one.docs for one in found]), np.concatenate([one.scores for one in found]), count)
    return Scored(total > 0, total)


def added(parts: Sequence[Scored]) -> Array:
    """The sums of their scores float64 (N,), one part after the other."""
    total = parts[0].scores.copy()
    for part in parts[1:]:
        total += part.scores
    return total


def impacts_of(scored: Scored) -> Impacts | None:
    """What an outcome brings to each document that matches; None when none does."""
    docs = np.flatnonzero(scored.matched).astype(np.int32)
    return Impacts.of(docs, scored.scores[docs], len(scored.matched)) if len(docs) else None
