"""Which documents have words one after the other: first those that have all of the words, then where the words stand in those."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.postings import Postings
from search.engines.embedded.runs import starts_of
from search.engines.embedded.segment_arrays import Array

_FEW = 4
"""Terms whose positions are soon read, however many documents have them."""

_ALIKE = 2
"""Terms are as frequent as each other when none has so many times the documents of another."""

Listed = tuple[Postings, int, Array]
"""A term: the inverted lists of its field, its row there, and its documents, int32, ascending."""


def with_phrase(terms: Sequence[Listed], slop: int) -> Array:
    """The documents (n,), ascending, in which each term follows the one before by at most ``slop`` positions.

    The two neighbours that are the rarest together are looked at first: they leave few documents to read the positions of the
    other terms in. Not so of a few that are all as frequent (``de la de``): what two of them leave is not worth a second reading.
    """
    left = _shared([docs for _, _, docs in terms])
    numbers = [len(docs) for _, _, docs in terms]
    if len(terms) > _FEW or (len(terms) > 2 and max(numbers) > _ALIKE * min(numbers)):
        rarest = min(range(len(terms) - 1), key=lambda place: numbers[place] + numbers[place + 1])
        left = _in_a_row(terms[rarest : rarest + 2], left, slop)
    return _in_a_row(terms, left, slop)


def _shared(lists: Sequence[Array]) -> Array:
    """The documents that are in all lists."""
    rarest, *others = sorted(lists, key=len)
    for other in others:
        rarest = rarest[other.take(other.searchsorted(rarest), mode="clip") == rarest]
    return rarest


def _in_a_row(terms: Sequence[Listed], left: Array, slop: int) -> Array:
    """Those of the documents, which have all terms, that have them in a row.

    The positions of all these documents are laid out side by side; each term marks those that the next one may stand at.
    """
    if len(terms) < 2 or not len(left):
        return left
    lengths, positions = _positions(terms[0], left)
    ends = positions[np.cumsum(lengths) - 1] + (1 + slop * (len(terms) - 1))
    bases = starts_of(ends)
    places = np.repeat(bases[:-1], lengths) + positions
    for term in terms[1:]:
        reached = np.zeros(int(bases[-1]), dtype=bool)
        for step in range(1, slop + 1):
            reached[places + step] = True
        lengths, positions = _positions(term, left)
        near = positions < np.repeat(ends, lengths)
        places = np.repeat(bases[:-1], lengths) + positions
        near &= reached.take(places, mode="clip")
        places = places[near]
    return left[np.logical_or.reduceat(near, starts_of(lengths)[:-1])]


def _positions(term: Listed, left: Array) -> tuple[Array, Array]:
    """Where a term stands in some of its documents: how often in each (m,), and the positions, ascending in each of them."""
    postings, row, docs = term
    return postings.positions_in(row, docs.searchsorted(left))
