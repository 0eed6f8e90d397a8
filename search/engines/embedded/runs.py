"""Runs: a list of lists kept as one array and where each list starts in it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def starts_of(lengths: Array | Sequence[int]) -> Array:
    """Where each of the runs of these lengths starts, and where the last one ends: (n,) -> (n + 1,)."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def lengths_of(starts: Array) -> Array:
    """The lengths of the runs that start there: (n + 1,) -> (n,)."""
    lengths: Array = np.diff(starts.astype(np.int64))
    return lengths


def places_of(firsts: Array, lengths: Array) -> Array:
    """The places firsts[0], firsts[0] + 1, … of each run, one run after another (sum of lengths,)."""
    starts = starts_of(lengths)
    ends = int((firsts + lengths).max(initial=0))
    narrow = np.int32 if max(ends, int(starts[-1])) < 2**31 else np.int64
    places: Array = np.repeat((firsts - starts[:-1]).astype(narrow), lengths)
    places += np.arange(starts[-1], dtype=narrow)
    return places


def gaps_of(values: Array, starts: Array) -> Array:
    """Each value less the one before it in its run; the first of a run stays as it is."""
    gaps: Array = np.diff(values, prepend=values.dtype.type(0))
    firsts = starts[:-1][starts[:-1] < starts[1:]]
    gaps[firsts] = values[firsts]
    return gaps


def values_of(gaps: Array, starts: Array) -> Array:
    """What ``gaps_of`` took the gaps of (P,), int32."""
    running = starts_of(gaps)
    values: Array = running[1:] - np.repeat(running[starts[:-1]], lengths_of(starts))
    return values.astype(np.int32)
