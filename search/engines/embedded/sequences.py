"""The stems of texts in the order in which they stand: what of a few documents is read to see which words are near each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.runs import lengths_of, starts_of

Array = npt.NDArray[Any]

NONE = -2
"""Stands where no stem is: no row of words, and not the -1 of a word that has none."""

_BETWEEN = np.int32(NONE).tobytes()


@dataclass(frozen=True)
class Sequences:
    """The stems of one field of N documents: rows of the segment's words, those of document d at ``starts[d]``, int32."""

    starts: Array
    stems: Array

    @cached_property
    def bytes(self) -> memoryview:
        """The stems, to copy runs of them from: slices of arrays take five times as long to make."""
        return self.stems.data

    def of(self, document: int) -> Array:
        """The stems of one document."""
        stems: Array = self.stems[self.starts[document] : self.starts[document + 1]]
        return stems

    def side_by_side(self, documents: Array) -> Array:
        """The stems of some documents (m, longest), filled up with ``NONE``."""
        firsts, ends = self.starts.take(np.array((documents, documents + 1)))
        places = firsts[:, None] + np.arange((ends - firsts).max(initial=0))
        texts: Array = self.stems.take(places, mode="clip")
        texts[places >= ends[:, None]] = NONE
        return texts

    def end_to_end(self, documents: Array) -> tuple[Array, Array]:
        """The stems of some documents (m,), one document after another, ``NONE`` between them, and where each one's start (m,)."""
        firsts, ends = self.starts.take(np.array((documents, documents + 1)))
        runs = [self.bytes[first:end] for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)]
        starts = starts_of(ends - firsts + 1)[:-1]
        return np.frombuffer(_BETWEEN.join(runs), dtype=np.int32), starts

    def arrays(self, prefix: str) -> dict[str, Array]:
        """The plain arrays, by name."""
        return {f"{prefix}.starts": self.starts, f"{prefix}.stems": self.stems}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array], prefix: str) -> "Sequences":
        """What ``arrays`` gave under this prefix."""
        return cls(arrays[f"{prefix}.starts"], arrays[f"{prefix}.stems"])


def merged_sequences(parts: Sequence[tuple[Sequences, Array, Array]]) -> Sequences:
    """The sequences of the live documents of all parts: each with its ``live`` mask (N,) and the new row of each of its words."""
    lengths, stems = [], []
    for sequences, live, to_merged in parts:
        own = lengths_of(sequences.starts)
        kept = sequences.stems if live.all() else sequences.stems[np.repeat(live, own)]
        stems.append(to_merged[kept].astype(np.int32))
        lengths.append(own[live])
    return Sequences(starts_of(np.concatenate(lengths)), np.concatenate(stems))
