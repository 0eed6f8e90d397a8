"""Integers that are mostly small, in a byte each: gaps between documents, frequencies, gaps between positions.

The largest value of a byte is an escape: the real value stands in a second list, of 16 bits each, whose own escapes stand in a
third one, of 32. How many escapes come before every 1,024th place is kept, so any span is decoded without reading what is before.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.runs import starts_of

Array = npt.NDArray[Any]

_WIDTHS = ("uint8", "uint16", "int32")
_SAMPLED = 1024


class SmallIntegers:
    """A sequence of integers from 0 to 2^31 - 1; a slice of it is an array (n,), int32."""

    def __init__(self, levels: Sequence[Array], escapes_before: Sequence[Array]) -> None:
        self._levels = levels
        self._escapes_before = escapes_before

    @classmethod
    def of(cls, integers: Array) -> "SmallIntegers":
        """Encodes integers (n,)."""
        levels: list[Array] = []
        escapes_before: list[Array] = []
        for width in _WIDTHS[:-1]:
            top = np.iinfo(width).max
            level = np.minimum(integers, top).astype(width)
            escaped = level == top
            levels.append(level)
            escapes_before.append(_escapes_before(escaped))
            integers = integers[escaped]
        return cls((*levels, integers.astype(_WIDTHS[-1])), escapes_before)

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, Array], prefix: str) -> "SmallIntegers":
        """What ``arrays`` gave under this prefix."""
        levels = [arrays[f"{prefix}.{width}"] for width in _WIDTHS]
        return cls(levels, [arrays[f"{prefix}.{width}.escapes"] for width in _WIDTHS[:-1]])

    def arrays(self, prefix: str) -> dict[str, Array]:
        """The plain arrays that hold everything, by name."""
        levels = {f"{prefix}.{width}": level for width, level in zip(_WIDTHS, self._levels, strict=True)}
        escapes = {f"{prefix}.{width}.escapes": before for width, before in zip(_WIDTHS, self._escapes_before, strict=False)}
        return levels | escapes

    def __len__(self) -> int:
        return len(self._levels[0])

    def __getitem__(self, span: slice) -> Array:
        return self.narrow(span).astype(np.int32, copy=False)

    def narrow(self, span: slice) -> Array:
        """A slice (n,) that is not to be written to: uint8, as it is kept, where all are small, else int32."""
        start, stop, _ = span.indices(len(self))
        return self._decoded(0, start, stop)

    def _decoded(self, depth: int, start: int, stop: int) -> Array:
        level = self._levels[depth][start:stop]
        if depth == len(self._escapes_before) or level.max(initial=0) < np.iinfo(level.dtype).max:
            return level
        escaped = np.flatnonzero(level == np.iinfo(level.dtype).max)
        decoded = level.astype(np.int32)
        first = self._escapes(depth, start)
        decoded[escaped] = self._decoded(depth + 1, first, first + len(escaped))
        return decoded

    def _escapes(self, depth: int, place: int) -> int:
        """How many escapes of a level come before a place."""
        sample = place // _SAMPLED
        level = self._levels[depth]
        since = np.count_nonzero(level[sample * _SAMPLED : place] == np.iinfo(level.dtype).max)
        return int(self._escapes_before[depth][sample]) + int(since)


def _escapes_before(escaped: Array) -> Array:
    """How many are true before each 1,024th place, the first included."""
    if not len(escaped):
        return np.zeros(1, dtype=np.int64)
    return starts_of(np.add.reduceat(escaped, np.arange(0, len(escaped), _SAMPLED), dtype=np.int64))
