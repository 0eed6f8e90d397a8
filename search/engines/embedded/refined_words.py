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
    sequences, weights = snapshot.segments[number].arrays.sequences, snapshot.weights
    sought = [snapshot.sought(stem) for stem in stems]
    rows = [one.rows[number] for one in sought]
    families = list({one.family: one for one in sought}.values())
    gain = weights.k1 + 1
    found = [weights.family * gain * one.family_idf for one in families]
    found += [weights.near * gain * max(one.title_idf, other.title_idf) for one, other in pairwise(sought)]
    ranges = [one.family_rows[number] for one in families]
    scores = in_titles(sequences["title"], documents, snapshot.norms("title", number), ranges, rows, found, weights.near_span)
    if len(stems) > 1:
        found = [weights.pairs * gain * max(one.body_idf, other.body_idf) for one, other in pairwise(sought)]
        scores += in_bodies(sequences["body"], documents, snapshot.norms("body", number), rows, found)
    return scores
