"""The stems of texts in the order in which they stand: what of a few documents is read to see which words are near each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.runs import lengths_of, places_of, starts_of

Array = npt.NDArray[Any]

SHORT = 32
"""Texts of fewer stems than this, on average, are gathered stem by stem, longer ones run by run."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """The stems of one field of N documents: rows of the segment's words, those of document d at ``starts[d]``, int32."""

    starts: Array
    stems: Array

    def of(self, documents: Array) -> tuple[Array, Array]:
        """The stems of some documents (m,), one document after another, and where each one's start, with the end (m + 1,)."""
        firsts, ends = self.starts[documents], self.starts[documents + 1]
        starts = starts_of(ends - firsts)
        if starts[-1] < SHORT * len(documents):
            return self.stems.take(places_of(firsts, ends - firsts)), starts
        runs = [self.stems[first:end] for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)]
        return np.concatenate(runs), starts

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
