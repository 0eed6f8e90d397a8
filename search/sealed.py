"""Whose doing an unexpected error is: that of a file that changed since its generation was sealed, or ours.

The numbers of a damaged file lead anywhere: nobody who reads them can foresee all that goes wrong, and checking all of them when an
index is opened would read all of it. Once something went wrong, checksums tell.
"""

from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from search.errors import IndexCorrupt, TrouvailleError
from search.generation import Manifest, damage

_NAMED = 3
"""Files that a message names."""


class Sealed:
    """The files of a generation. Within it, an unexpected error is an IndexCorrupt if any of them changed, else what it was."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest

    def __enter__(self) -> None:
        """Nothing is read until something goes wrong."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, Exception) and not isinstance(error, TrouvailleError) and self._damage:
            found = ", ".join(self._damage[:_NAMED])
            raise IndexCorrupt(f"La génération {self._manifest.generation} est endommagée ({found}).") from error

    @cached_property
    def _damage(self) -> list[str]:
        """What changed, found out once."""
        return damage(self._folder, self._manifest)


class _Holder(Protocol):
    @property
    def sealed(self) -> Sealed: ...


_Self = TypeVar("_Self", bound=_Holder)
_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_Method = Callable[Concatenate[_Self, _Given], _Answer]


def reads_sealed(method: _Method[_Self, _Given, _Answer]) -> _Method[_Self, _Given, _Answer]:
    """A method that reads the files of its object's ``sealed`` generation."""

    @wraps(method)
    def within(self: _Self, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        with self.sealed:
            return method(self, *given, **named)

    return within
