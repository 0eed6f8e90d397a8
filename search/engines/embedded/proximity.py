"""What stands near each other in a few texts: consecutive words of a query, and words that begin like them.

Words are given by their rows among all words of a segment, -1 for one that it does not have. What is found counts as a word does.
"""

from collections.abc import Sequence

import numpy as np

from search.compiled import compiled
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.sequences import Sequences


@compiled
def in_titles(
    titles: Sequences,
    documents: Array,
    norms: Array,
    families: Sequence[tuple[int, int]],
    query: Sequence[int],
    weights: Sequence[float],
    span: int,
) -> Array:
    """The scores of titles (m,) for words in ranges of rows, the end excluded, and for consecutive words of a query within ``span``
    words in any order. Documents int32 (m,), norms (N,); the weights are those of the ranges, then of the pairs.
    """
    texts = titles.side_by_side(documents)
    counts = beginning_alike(texts, families)
    if len(query) > 1:
        counts = np.concatenate((counts, near(texts, query, span)), axis=1)
    return _scored(counts, weights, norms.take(documents))


@compiled
def in_bodies(bodies: Sequences, documents: Array, norms: Array, query: Sequence[int], weights: Sequence[float]) -> Array:
    """The scores of bodies (m,) for consecutive words of a query, one right after the other, each pair with its weight. Documents
    int32 (m,), norms (N,).
    """
    return _scored(following(*bodies.end_to_end(documents), query), weights, norms.take(documents))


def _scored(counts: Array, weights: Sequence[float], norms: Array) -> Array:
    """The sums of the BM25 of things counted (m, things), each with its weight."""
    scores: Array = counts / (counts + norms[:, None]) @ weights
    return scores


def following(found: Array, starts: Array, query: Sequence[int]) -> Array:
    """How often each two consecutive words of a query stand one right after the other in each of m texts: (m, pairs).

    The texts ``found`` (L,) stand one after another, something else than a word between them; text t starts at ``starts[t]``.
    """
    is_word = found == np.array(query)[:, None]
    is_pair = is_word[:-1, :-1] & is_word[1:, 1:]
    pairs, last = is_pair.shape
    pair, place = np.divmod(is_pair.ravel().nonzero()[0], max(last, 1))
    text = starts.searchsorted(place, "right") - 1
    return np.bincount(text * pairs + pair, minlength=len(starts) * pairs).reshape(len(starts), pairs)


def near(texts: Array, query: Sequence[int], span: int) -> Array:
    """How often each two consecutive words of a query stand within ``span`` words, in any order, in each text: (m, pairs).

    ``texts`` (m, W) are filled up with what is no word.
    """
    width = texts.shape[1]
    is_word = np.zeros((len(query), len(texts), width + 2 * span + 1), dtype=bool)
    inside = is_word[:, :, span + 1 : span + 1 + width]
    np.equal(texts, np.array(query)[:, None, None], out=inside)
    running = is_word[1:].cumsum(axis=2, dtype=np.int32)
    around = running[:, :, 2 * span + 1 :] - running[:, :, :width]
    counts: Array = (inside[:-1] * around).sum(axis=2).T
    return counts


def beginning_alike(texts: Array, ranges: Sequence[tuple[int, int]]) -> Array:
    """How many words of each text are in each range of rows, the end excluded: (m, ranges). ``texts`` as for ``near``."""
    lows, highs = np.array(ranges, dtype=np.int32).T[:, :, None, None]
    counts: Array = ((texts >= lows) & (texts < highs)).sum(axis=2).T
    return counts
