"""Remembers what each text was found to be, within a bound on memory."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

LONGEST_TEXT = 100
"""Characters of the texts that are remembered: longer ones hardly come twice."""


class Memo(dict[str, Value]):
    """What ``make`` made of the texts so far; it is asked for another one.

    ``size_of`` says about how many bytes an entry takes. Past ``limit`` bytes everything is forgotten: what is frequent comes
    back at once, and nothing is counted while looking up.
    """

    def __init__(self, make: Callable[[str], Value], size_of: Callable[[Value], int], limit: int) -> None:
        super().__init__()
        self._make = make
        self._size_of = size_of
        self._limit = limit
        self._bytes = 0

    def __missing__(self, text: str) -> Value:
        value = self._make(text)
        if len(text) <= LONGEST_TEXT:
            self._bytes += self._size_of(value)
            if self._bytes > self._limit:
                self.clear()
                self._bytes = self._size_of(value)
            self[text] = value
        return value
