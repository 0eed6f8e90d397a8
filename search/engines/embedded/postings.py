"""Inverted lists: for each term of a field the documents that hold it, and for texts how often and where.

A field has T terms and P postings; those of term t are at ``starts[t]`` to ``starts[t + 1]``, documents ascending.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from search.engines.embedded.positions import positions_at
from search.engines.embedded.runs import gaps_of, lengths_of, starts_of, values_of
from search.engines.embedded.small_integers import SmallIntegers
from search.errors import Unsupported
from search.string_table import StringTable

Array = npt.NDArray[Any]


class Postings(Protocol):
    """The inverted lists of a field. ``terms`` is sorted; a table shared by several fields holds terms without postings."""

    @property
    def terms(self) -> StringTable:
        """The terms (T,)."""

    @property
    def starts(self) -> Array:
        """Where the postings of each term start (T + 1,)."""

    @property
    def counts(self) -> Array:
        """How many postings each term has (T,)."""

    def docs_of(self, term: int) -> Array:
        """The documents of a term (n,), ascending, int32."""

    def freqs_of(self, term: int) -> Array:
        """How often the term stands in each of its documents (n,), uint8 or int32; a label stands there once."""

    def positions_of(self, term: int) -> Array:
        """The positions of a term in its documents, one run of ``freqs_of`` positions after another; raises Unsupported."""

    def positions_in(self, term: int, places: Array) -> tuple[Array, Array]:
        """The same in the documents at some places (m,), ascending, of its list only: how many in each (m,), and the positions."""

    def docs_of_all(self, terms: range) -> Array:
        """The documents of several terms in a row, one list after another, int32."""


@dataclass(frozen=True, slots=True)
class LabelPostings:
    """The inverted lists of labels: ``docs`` (P,), int32."""

    terms: StringTable
    starts: Array
    docs: Array

    @property
    def counts(self) -> Array:
        return lengths_of(self.starts)

    def docs_of(self, term: int) -> Array:
        return self.docs[int(self.starts[term]) : int(self.starts[term + 1])]

    def freqs_of(self, term: int) -> Array:
        return np.ones(int(self.starts[term + 1]) - int(self.starts[term]), dtype=np.uint8)

    def positions_of(self, term: int) -> Array:
        del term
        raise _no_positions()

    def positions_in(self, term: int, places: Array) -> tuple[Array, Array]:
        del term, places
        raise _no_positions()

    def docs_of_all(self, terms: range) -> Array:
        return self.docs[int(self.starts[terms.start]) : int(self.starts[terms.stop])]

    def arrays(self, prefix: str) -> dict[str, Array]:
        """The plain arrays of the lists, by name; the terms are kept elsewhere."""
        return {f"{prefix}.starts": self.starts, f"{prefix}.docs": self.docs}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array], prefix: str, terms: StringTable) -> "LabelPostings":
        """What ``arrays`` gave under this prefix."""
        return cls(terms, arrays[f"{prefix}.starts"], arrays[f"{prefix}.docs"])


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of every term, as gaps from the one before in the same document. Those of term t start at ``starts[t]``."""

    starts: Array
    gaps: SmallIntegers


@dataclass(frozen=True, slots=True)
class TextPostings:
    """The inverted lists of a view of a text field.

    ``gaps`` (P,): the distance of each document from the one before in the list of its term (the first: from 0);
    ``freqs`` (P,); ``lengths`` (N,): words of each document. The exact view has ``positions``.
    """

    terms: StringTable
    starts: Array
    gaps: SmallIntegers
    freqs: SmallIntegers
    lengths: Array
    positions: Positions | None = None

    @property
    def counts(self) -> Array:
        return lengths_of(self.starts)

    def docs_of(self, term: int) -> Array:
        docs: Array = np.cumsum(self.gaps.narrow(self._span(term)), dtype=np.int32)
        return docs

    def freqs_of(self, term: int) -> Array:
        return self.freqs.narrow(self._span(term))

    def positions_of(self, term: int) -> Array:
        if self.positions is None:
            raise _no_positions()
        return values_of(self._position_gaps(self.positions, term), starts_of(self.freqs_of(term)))

    def positions_in(self, term: int, places: Array) -> tuple[Array, Array]:
        if self.positions is None:
            raise _no_positions()
        return positions_at(self.freqs_of(term), self._position_gaps(self.positions, term), places)

    def docs_of_all(self, terms: range) -> Array:
        starts = self.starts[terms.start : terms.stop + 1].astype(np.int64)
        return values_of(self.gaps[slice(int(starts[0]), int(starts[-1]))], starts - starts[0])

    def docs(self) -> Array:
        """The documents of all terms (P,), int32."""
        return values_of(self.gaps[:], self.starts)

    def _position_gaps(self, positions: Positions, term: int) -> Array:
        return positions.gaps[int(positions.starts[term]) : int(positions.starts[term + 1])]

    def _span(self, term: int) -> slice:
        return slice(int(self.starts[term]), int(self.starts[term + 1]))

    def arrays(self, prefix: str) -> dict[str, Array]:
        """The plain arrays of the lists, by name; the terms are kept elsewhere."""
        arrays: dict[str, Array] = {f"{prefix}.starts": self.starts, f"{prefix}.lengths": self.lengths}
        arrays |= self.gaps.arrays(f"{prefix}.gaps") | self.freqs.arrays(f"{prefix}.freqs")
        if self.positions is not None:
            arrays |= {f"{prefix}.positions.starts": self.positions.starts} | self.positions.gaps.arrays(f"{prefix}.positions.gaps")
        return arrays

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array], prefix: str, terms: StringTable) -> "TextPostings":
        """What ``arrays`` gave under this prefix."""
        gaps, freqs = (SmallIntegers.of_arrays(arrays, f"{prefix}.{part}") for part in ("gaps", "freqs"))
        positions = None
        if f"{prefix}.positions.starts" in arrays:
            position_gaps = SmallIntegers.of_arrays(arrays, f"{prefix}.positions.gaps")
            positions = Positions(arrays[f"{prefix}.positions.starts"], position_gaps)
        return cls(terms, arrays[f"{prefix}.starts"], gaps, freqs, arrays[f"{prefix}.lengths"], positions)


def text_postings(
    terms: StringTable, counts: Array, docs: Array, freqs: Array, lengths: Array, position_gaps: Array | None = None
) -> TextPostings:
    """The lists of plain arrays: ``counts`` (T,) postings of each term; ``docs``, ``freqs`` (P,); positions as gaps, or None."""
    starts = starts_of(counts)
    positions = None
    if position_gaps is not None:
        positions = Positions(smallest(starts_of(freqs)[starts]), SmallIntegers.of(position_gaps))
    gaps = SmallIntegers.of(gaps_of(docs, starts))
    return TextPostings(terms, smallest(starts), gaps, SmallIntegers.of(freqs), smallest(lengths), positions)


def smallest(array: Array) -> Array:
    """The array in the smallest unsigned type that holds its values (uint8, uint16, uint32, else int64)."""
    top = int(array.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(dtype).max:
            return array.astype(dtype)
    return array.astype(np.int64)


def _no_positions() -> Unsupported:
    return Unsupported("Ce champ n’a pas de positions : pas d’expression exacte.")
