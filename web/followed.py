"""A file that is read while the service runs: one that becomes wrong never stops a search."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from search.errors import PinsInvalid, SynonymsInvalid

_LOGGER = logging.getLogger("trouvaille.web")

Content = TypeVar("Content")


class Followed(Generic[Content]):
    """Reads a file again and again, and keeps what it last said that was right; ``before`` is what holds until then."""

    def __init__(self, path: Path, read: Callable[[Path], Content], before: Content) -> None:
        self._path = path
        self._read = read
        self._good = before

    def read(self) -> Content:
        """What the file says, or said in its last state that was right; what is wrong is logged."""
        try:
            self._good = self._read(self._path)
        except (SynonymsInvalid, PinsInvalid) as error:
            _LOGGER.error("Les synonymes et résultats épinglés de ce fichier restent comme avant. %s", error)
        return self._good
