"""Settings: ``trouvaille.toml`` in the working folder, then the environment, then the command line, the last word winning."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from search.errors import TrouvailleError

SETTINGS_FILE = "trouvaille.toml"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default.

    ``data`` is the folder of the indexes and ``name`` the portal's folder in it. ``sources`` are what ``trouvaille build``
    reads when its command line names none. ``title`` is what visitors see; ``public_url`` the address of the portal's search.
    ``synonyms`` is the portal's own file of synonyms and ``queries`` that of the queries which every new generation must answer;
    neither need exist. A build that would lose more than ``max_drop`` percent of the live documents is refused. ``access_log``
    writes a line for each answered request, without what was searched for.
    """

    data: str = "index_data"
    name: str = "portail"
    sources: tuple[str, ...] = ()
    title: str = "Centre de ressources"
    public_url: str = ""
    synonyms: str = "synonyms.toml"
    queries: str = "queries.toml"
    max_drop: Annotated[float, msgspec.Meta(ge=0, le=100)] = 20.0
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 8000
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    access_log: bool = False

    @property
    def portal(self) -> Path:
        """The folder of the portal's generations."""
        return Path(self.data) / self.name


class SettingsInvalid(TrouvailleError):
    """The settings file or an environment variable cannot be used."""


def read_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a folder's ``trouvaille.toml`` with the ``TROUVAILLE_*`` variables laid over them."""
    values = _from_file(folder / SETTINGS_FILE)
    for name in Settings.__struct_fields__:
        if (text := environment.get(f"TROUVAILLE_{name.upper()}")) is not None:
            values[name] = [part.strip() for part in text.split(",") if part.strip()] if name == "sources" else text
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        known = ", ".join(Settings.__struct_fields__)
        raise SettingsInvalid(f"Réglage invalide : {error}.", remedy=f"Réglages connus : {known}.") from error


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} est illisible : {error}.", remedy="Corrigez la ligne indiquée.") from error
