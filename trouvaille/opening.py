"""The sources that a command reads."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.source import Source
from indexer.sources import open_all
from indexer.sources.options import shown
from search.errors import SourceUnreadable
from trouvaille.settings import Settings


def specified(named: list[str] | None, settings: Settings) -> Sequence[str | Mapping[str, Any]]:
    """The sources that were named, else those of the settings; raises SourceUnreadable when there are none."""
    found = named or settings.sources
    if not found:
        raise SourceUnreadable("Aucune source à lire.", remedy="Exemple : trouvaille build contenus.csv")
    return found


def opened(named: list[str] | None, settings: Settings, only: list[str] | None = None) -> list[Source]:
    """The sources that were named or set, ready to be read; with ``only``, those of these names."""
    sources = open_all(specified(named, settings), Path(settings.data) / ".sources")
    require_known(only or (), [source.name for source in sources])
    return [source for source in sources if not only or source.name in only]


def require_known(names: Iterable[str], known: Sequence[str]) -> None:
    """Raises SourceUnreadable unless each name is that of a source."""
    for name in names:
        if name not in known:
            raise SourceUnreadable(f"Aucune source ne s’appelle « {name} ».", remedy=f"Sources : {', '.join(known)}.")


def described(source: str | dict[str, Any]) -> str:
    """A source of the settings in words, without passwords: ``spip:mysql://…@serveur/base``, ``site:https://… (Portail)``."""
    if isinstance(source, str):
        return shown(source)
    name = f" ({source['name']})" if source.get("name") else ""
    return f"{source.get('type', '?')}:{shown(str(source.get('location', '?')))}{name}"
