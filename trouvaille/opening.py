"""The sources that a command reads."""

from pathlib import Path

from indexer.source import Source
from indexer.sources import open_all
from search.errors import SourceUnreadable
from trouvaille.settings import Settings


def opened(named: list[str] | None, settings: Settings) -> list[Source]:
    """The sources that were named, else those of the settings; raises SourceUnreadable when there are none."""
    specified = named or settings.sources
    if not specified:
        raise SourceUnreadable("Aucune source à lire.", remedy="Exemple : trouvaille build contenus.csv")
    return open_all(specified, Path(settings.data) / ".sources")
