"""The sources that a command reads."""

from pathlib import Path
from typing import Any

from indexer.source import Source
from indexer.sources import open_all
from indexer.sources.options import shown
from search.errors import SourceUnreadable
from trouvaille.settings import Settings


def opened(named: list[str] | None, settings: Settings) -> list[Source]:
    """The sources that were named, else those of the settings; raises SourceUnreadable when there are none."""
    specified = named or settings.sources
    if not specified:
        raise SourceUnreadable("Aucune source à lire.", remedy="Exemple : trouvaille build contenus.csv")
    return open_all(specified, Path(settings.data) / ".sources")


def described(source: str | dict[str, Any]) -> str:
    """A source of the settings in words, without passwords: ``spip:mysql://…@serveur/base``, ``site:https://… (Portail)``."""
    if isinstance(source, str):
        return shown(source)
    name = f" ({source['name']})" if source.get("name") else ""
    return f"{source.get('type', '?')}:{shown(str(source.get('location', '?')))}{name}"
