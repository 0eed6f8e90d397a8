"""How often words of a query stand near each other in a few texts, and how often words that begin like them.

Words are given by their rows among all words of a segment.
"""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.segment_arrays import Array


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
