"""Strings as numbers in order of appearance, and lists of such numbers, document after document."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Numbering(dict[str, int]):
    """A number for each string; a new one gets the next."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


@dataclass(slots=True)
class NumberedLists:
    """A list of strings for each document, as numbers: ``lengths`` (N,) and all the ``numbers``, list after list."""

    numbering: Numbering
    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    lengths: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, strings: Iterable[str]) -> int:
        """Adds the list of the next document; returns its length."""
        before = len(self.numbers)
        self.numbers.extend(map(self.numbering.__getitem__, strings))
        length = len(self.numbers) - before
        self.lengths.append(length)
        return length

    def arrays(self) -> tuple[Array, Array]:
        """All the numbers (P,) and the lengths (N,), int32."""
        return np.array(self.numbers, dtype=np.int32), np.array(self.lengths, dtype=np.int32)
