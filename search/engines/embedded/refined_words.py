"""What the words of a query bring to a few documents beyond the BM25 of each: exact words, words near each other, word families."""

from collections.abc import Sequence
from itertools import pairwise

from search.engines.embedded.proximity import in_bodies, in_titles
from search.engines.embedded.scored_terms import summed
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.snapshot import Snapshot


def exact_words(documents: Array, words: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The scores of all words of the query on the exact view (n,), of documents of a segment, by their numbers there."""
    found = [word.impacts[number] for word in snapshot.exact_words(words)]
    return summed([term for impacts in found if impacts is not None for term in impacts.terms], documents)


def neighbours(documents: Array, stems: Sequence[str], snapshot: Snapshot, number: int) -> Array:
    """The BM25 of what the texts of documents of a segment say near the stems of a query (n,).

    In the title, words that begin like one of the stems, and consecutive stems near each other in any order; in the body,
    consecutive stems that follow each other. A pair is as rare as the rarer of its words.
    """
    sequences = snapshot.segments[number].arrays.sequences
    sought = [snapshot.sought(stem) for stem in stems]
    pairs = list(pairwise(sought))
    families = list({one.family: one for one in sought}.values())
    rows, ranges = [one.rows[number] for one in sought], [one.family_rows[number] for one in families]
    weights = [one.family_weight for one in families] + [max(one.near_weight, other.near_weight) for one, other in pairs]
    norms, span = snapshot.norms("title", number), snapshot.weights.near_span
    scores = in_titles(sequences["title"], documents, norms, ranges, rows, weights, span)
    if pairs:
        weights = [max(one.pair_weight, other.pair_weight) for one, other in pairs]
        scores += in_bodies(sequences["body"], documents, snapshot.norms("body", number), rows, weights)
    return scores
