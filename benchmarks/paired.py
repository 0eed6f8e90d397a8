"""How far apart two engines are on the same topics, and how sure that is.

B. Efron, "Bootstrap methods: another look at the jackknife", 1979; on topics: T. Sakai, "Evaluating evaluation metrics
based on the bootstrap", 2006.
"""

from collections import defaultdict
from statistics import fmean
from typing import NamedTuple

import numpy as np

from benchmarks.queries import SEED
from indexer.evaluation import Evaluation

RESAMPLES = 2_000


class Gain(NamedTuple):
    """The mean over topics of the difference, and the standard deviation of that mean over other draws of the topics."""

    mean: float
    deviation: float


def gain(ours: Evaluation, theirs: Evaluation, measure: str) -> Gain:
    """What the first has over the second, both having been asked the same queries."""
    own, other = by_topic(ours, measure), by_topic(theirs, measure)
    differences = np.array([own[topic] - other[topic] for topic in own])
    draws = np.random.default_rng(SEED).integers(0, len(differences), (RESAMPLES, len(differences)))
    return Gain(float(differences.mean()), float(differences[draws].mean(axis=1).std()))


def by_topic(evaluation: Evaluation, measure: str) -> dict[str, float]:
    """A measure's mean over the variants of each topic."""
    topics: dict[str, list[float]] = defaultdict(list)
    for judged in evaluation.judged:
        topics[judged.topic].append(judged.measures[measure])
    return {topic: fmean(values) for topic, values in topics.items()}
