"""Which documents have words one after the other: first those that have all of the words, then where the words stand in those."""

from collections.abc import Sequence

from search.engines.embedded.positions import following
from search.engines.embedded.postings import Postings
from search.engines.embedded.segment_arrays import Array

Listed = tuple[Postings, int, Array]
"""A term: the inverted lists of its field, its row there, and its documents, int32, ascending."""


def with_phrase(terms: Sequence[Listed], slop: int) -> Array:
    """The documents (n,), ascending, in which each term follows the one before by at most ``slop`` positions.

    They are fewer with each term: only in those are the positions of the next one read.
    """
    left = _shared(list({row: docs for _, row, docs in terms}.values()))
    lengths, positions = _positions(terms[0], left)
    for term in terms[1:]:
        if not len(left):
            break
        lengths, positions = following(lengths, positions, *_positions(term, left), slop)
        left, lengths = left[lengths > 0], lengths[lengths > 0]
    return left


def _shared(lists: Sequence[Array]) -> Array:
    """The documents that are in all lists."""
    rarest, *others = sorted(lists, key=len)
    for other in others:
        rarest = rarest[other.take(other.searchsorted(rarest), mode="clip") == rarest]
    return rarest


def _positions(term: Listed, left: Array) -> tuple[Array, Array]:
    """Where a term stands in some of its documents: how often in each (m,), and the positions, ascending in each of them."""
    postings, row, docs = term
    return postings.positions_in(row, docs.searchsorted(left))
