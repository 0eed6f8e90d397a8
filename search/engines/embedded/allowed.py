"""The documents of a segment that may be found at all: those not deleted, and of these the ones that pass the filters."""

from functools import cached_property

import numpy as np

from search.engines.embedded import bits
from search.engines.embedded.segment_arrays import Array

_FEW = 1000
"""Documents that are quicker left out one by one than by a pass over the whole segment."""


class Allowed:
    """``mask`` bool (N,) tells which documents they are. What is made of it is kept: deletions are the same for all queries."""

    def __init__(self, mask: Array) -> None:
        self.mask = mask

    @cached_property
    def bits(self) -> Array:
        """The set of them (see ``bits``)."""
        return bits.packed(self.mask)

    @cached_property
    def _few_others(self) -> Array | None:
        """The other documents, when they are few."""
        others = len(self.mask) - int(np.count_nonzero(self.mask))
        return np.flatnonzero(~self.mask) if others <= _FEW else None

    def clear_others(self, sums: Array) -> None:
        """Sets the sums, of N documents or more, of the others to 0."""
        if self._few_others is not None:
            sums[self._few_others] = 0
        else:
            sums[: len(self.mask)] *= self.mask

    def among(self, documents: Array) -> Array:
        """Those of some documents, by number, that are allowed."""
        found: Array = documents[self.mask[documents]]
        return found
