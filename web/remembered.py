"""What was made of a generation, kept as long as it serves."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """At most ``limit`` values; all are forgotten when there are more, and when another edition of the index is asked for."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._edition = ""
        self._values: dict[tuple[str, Key], Value] = {}

    def value(self, edition: str, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key, made the first time."""
        found = self._values.get((edition, key))
        if found is None:
            found = make()
            if len(self._values) >= self._limit or self._edition != edition:
                self._values.clear()
                self._edition = edition
            self._values[edition, key] = found
        return found
