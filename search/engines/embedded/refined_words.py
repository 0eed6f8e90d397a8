"""What the words of a query bring to a few documents beyond the BM25 of each: exact words, words near each other, word families."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search.engines.embedded.proximity import beginning_alike, following, near
from search.engines.embedded.scored_terms import summed
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot


def exact_words(documents: Array, words: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The scores of all words of the query on the exact view (n,), of documents of a segment, by their numbers there."""
    found = [snapshot.word(snapshot.weights.exact_terms(word)).impacts[number] for word in words]
    return summed([term for impacts in found if impacts is not None for term in impacts.terms], documents)


def neighbours(documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The BM25 of what the texts of documents of a segment say near the stems of a query (n,).

    In the title, words that begin like one of the stems, and consecutive stems near each other in any order; in the body,
    consecutive stems that follow each other. A pair is as rare as the rarer of its words.
    """
    segment, weights = snapshot.segments[number], snapshot.weights
    titles = segment.arrays.sequences["title"].side_by_side(documents)
    families = _families(stems, weights.family_letters)
    counts = beginning_alike(titles, [segment.rows(*family) for family in families])
    idfs = [weights.family * snapshot.rarity("title", *family) for family in families]
    if len(stems) == 1:
        return _bm25(counts, idfs, documents, "title", snapshot, number)
    rows = [segment.row(stem.encode()) for stem in stems]
    counts = np.concatenate((counts, near(titles, rows, weights.near_span)), axis=1)
    idfs += _pair_idfs("title", stems, weights.near, snapshot)
    scores = _bm25(counts, idfs, documents, "title", snapshot, number)
    counts = following(*segment.arrays.sequences["body"].end_to_end(documents), rows)
    return scores + _bm25(counts, _pair_idfs("body", stems, weights.pairs, snapshot), documents, "body", snapshot, number)


def _families(stems: Sequence[str], letters: int) -> list[tuple[bytes, bytes]]:
    """From where to where, in the order of words, those are that begin like each of the stems."""
    starts = dict.fromkeys([stem[:letters].encode() for stem in stems])
    return [(start, start + b"\xff") for start in starts]


def _pair_idfs(field: str, stems: Sequence[str], weight: float, snapshot: Snapshot) -> list[float]:
    """The weighted idf of each two consecutive stems in a field."""
    rarities = [snapshot.rarity(field, encoded, encoded + b"\0") for encoded in [stem.encode() for stem in stems]]
    return [weight * max(pair) for pair in pairwise(rarities)]


def _bm25(counts: Array, idfs: Sequence[float], documents: Array, field: str, snapshot: Snapshot, number: int) -> Array:
    """The sum of the BM25 of things counted in a field of documents (n, things), each with its idf."""
    k1 = snapshot.weights.k1
    shares = counts / (counts + snapshot.norms(field, number, documents)[:, None])
    scores: Array = shares @ [idf * (k1 + 1) for idf in idfs]
    return scores
