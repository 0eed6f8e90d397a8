"""The best documents for any of several words, the common search: few documents are scored exactly, none is missed.

The sum of a document's scores, before it pays for the words that it lacks, is never less than its final score. The sums of all
documents are cheap in small integers, each score rounded up; the documents whose sum reaches the worst final score of the page
are the only ones that can be on it.
"""

from functools import reduce

import numpy as np

from search.compiled import compiled
from search.distinct import distinct
from search.engine import SCORE_DIGITS
from search.engines.embedded import bits
from search.engines.embedded.allowed import Allowed
from search.engines.embedded.impacts import STEPS, total_steps
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.words import Words

_GROUP = 16
"""Documents of a group, groups of a block: their maxima tell where the best are. A multiple of their product fills up the sums."""

_FIRST_LOOK = 60
"""Blocks whose maximum is looked at first, twice as many as are wanted if these are more: enough for most queries."""

_FEW = 256
"""Documents of a segment that are all scored: what an update adds."""

MANY = 1000
"""Documents beyond which it is worth telling those apart that have a rare word: one that no more documents have."""


@compiled
def matching(words: Words, count: int) -> Array:
    """The set of the documents, of ``count``, that have any of the words (see ``bits``)."""
    together: Array = reduce(np.bitwise_or, [word.bits for word in words.impacts], bits.none(count))
    return together


def best(words: Words, allowed: Allowed | None, wanted: int) -> tuple[Array, Array, Array]:
    """The best ``wanted`` documents, and those that may tie with the last, by number.

    Numbers (n,), scores float64 (n,), and the shares that are kept in those scores, float64 (n,). ``allowed`` leaves documents
    out. The words must fit.
    """
    if not wanted or not words.impacts:
        return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
    if words.impacts[0].count <= _FEW:
        return _all(words, allowed)
    return best_of_many(words, allowed, wanted)


@compiled
def best_of_many(words: Words, allowed: Allowed | None, wanted: int) -> tuple[Array, Array, Array]:
    """What ``best`` gives of a segment of many documents; at least one is wanted."""
    groups = total_steps(words.impacts, allowed).reshape(_GROUP, -1)  # every n-th document: neighbours are often alike
    group_maxima = groups.max(axis=0)
    maxima = group_maxima.reshape(_GROUP, -1).max(axis=0)
    look = min(max(_FIRST_LOOK, 2 * wanted), len(maxima))
    threshold = max(int(_largest(maxima, look)), 1)
    documents = _reaching(groups, group_maxima, threshold)
    while len(documents) < wanted and threshold > 1:
        look *= 4
        threshold = max(int(_largest(maxima, look)), 1)
        documents = _reaching(groups, group_maxima, threshold)
    scores, kept = words.scored(documents)
    lowest = _largest(scores, wanted) - 10.0**-SCORE_DIGITS
    needed = max(int(lowest * STEPS), 1)
    if needed < threshold:
        documents = _reaching(groups, group_maxima, needed)
        if len(documents) > MANY:
            documents = _reaching_with_few(words, groups, group_maxima, lowest)
        scores, kept = words.scored(documents)
        lowest = _largest(scores, wanted) - 10.0**-SCORE_DIGITS
    near = np.flatnonzero(scores >= lowest)
    return documents[near], scores[near], kept[near]


def _all(words: Words, allowed: Allowed | None) -> tuple[Array, Array, Array]:
    """All documents that have any of the words, as ``best`` gives them: of a segment of few, telling more apart costs more."""
    documents = distinct(np.concatenate([one.docs for one in words.impacts]))
    if allowed is not None:
        documents = allowed.among(documents)
    return documents, *words.scored(documents)


def _reaching_with_few(words: Words, groups: Array, maxima: Array, lowest: float) -> Array:
    """The documents whose final score can reach the lowest of the page, ascending, when very many have the sum for it.

    Rare words that some of the page have, beside words that half of the index has, let its lowest score fall: but a document that
    has none of the rare ones keeps little of its sum. So those that have one are looked at apart.
    """
    few = [one for one in words.impacts if len(one.docs) <= MANY]
    covered = sum([share for one, share in zip(words.impacts, words.shares, strict=True) if len(one.docs) > MANY])
    kept = min(covered**words.exponent * (1 + 1e-9), 1.0)
    steps = int(lowest * STEPS)
    with_few = distinct(np.concatenate([one.docs for one in few])) if few else np.zeros(0, dtype=np.int32)
    with_few = with_few[groups.ravel().take(with_few) >= max(steps, 1)]
    others = _reaching(groups, maxima, max(int(steps / kept), 1)) if covered else with_few
    return distinct(np.concatenate((with_few, others)))


def _largest(values: Array, number: int) -> float:
    """The ``number``-th largest value; 0 when there are fewer."""
    return float(np.partition(values, len(values) - number)[len(values) - number]) if len(values) >= number else 0.0


def _reaching(groups: Array, maxima: Array, threshold: int) -> Array:
    """The documents whose sum is not below the threshold, ascending: all is in the groups whose maximum is not."""
    columns = np.flatnonzero(maxima >= threshold)
    places = (groups.take(columns, axis=1) >= threshold).ravel().nonzero()[0]
    rows = places // len(columns) if len(columns) else places
    documents: Array = rows * len(maxima) + columns.take(places - rows * len(columns))
    return documents
