"""The portal's synonyms while the service runs: a file that becomes wrong never stops a search."""

import logging
from pathlib import Path

from search.errors import SynonymsInvalid
from search.synonyms_file import NO_SYNONYMS, SynonymsFile, read_synonyms

_LOGGER = logging.getLogger("trouvaille.web")


class FollowedSynonyms:
    """Reads a file of synonyms again and again, and keeps what it last said that was right."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._good = NO_SYNONYMS

    def read(self) -> SynonymsFile:
        """The synonyms of the file, or those of its last state that was right; what is wrong is logged."""
        try:
            self._good = read_synonyms(self._path)
        except SynonymsInvalid as error:
            _LOGGER.error("Les synonymes restent comme avant. %s", error)
        return self._good
