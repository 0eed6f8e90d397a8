"""Settings: ``trouvaille.toml`` in the working folder, then the environment, then the command line, the last word winning."""

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec

from search.errors import TrouvailleError
from search.in_french import unknown_name, value_problem
from search.toml_entries import place, read_content, tables

SETTINGS_FILE = "trouvaille.toml"

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default.

    ``data`` is the folder of the indexes and ``name`` the portal's folder in it. ``sources`` are what ``trouvaille build``
    reads when its command line names none: texts, or tables of options. ``mirrors``: items that say the same are grouped under
    the first. ``title`` is what visitors see; ``public_url`` the address of the portal's search. The portal's appearance
    (``accent`` to ``templates``) is that of ``web.theme.Theme``; ``cors`` are the origins whose pages may read the API.
    ``synonyms`` is the portal's own file of synonyms and ``queries`` that of the queries which every new generation must answer;
    neither need exist. A build that would lose more than ``max_drop`` percent of the live documents is refused. ``access_log``
    writes a line for each answered request, without what was searched for. ``statistics``: queries are counted, without persons;
    one is shown once it was asked in ``statistics_hours`` different hours of the last ``statistics_days`` days.
    ``admin_token``, ``admin_header`` and ``admin_proxies`` say who is let in at ``/admin``, as in
    ``web.admin.settings.AdminSettings``; nobody is unless one of the first two is there.
    """

    data: str = "index_data"
    name: str = "portail"
    sources: tuple[str | dict[str, Any], ...] = ()
    mirrors: bool = True
    title: str = "Centre de ressources"
    public_url: str = ""
    synonyms: str = "synonyms.toml"
    queries: str = "queries.toml"
    max_drop: Annotated[float, msgspec.Meta(ge=0, le=100)] = 20.0
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 8000
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    access_log: bool = False
    statistics: bool = True
    statistics_hours: Annotated[int, msgspec.Meta(ge=2, le=1000)] = 5
    statistics_days: Annotated[int, msgspec.Meta(ge=2, le=730)] = 90
    accent: str = ""
    logo: str = ""
    style: str = ""
    header: str = ""
    footer: str = ""
    facets: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    templates: str = ""
    cors: tuple[str, ...] = ()
    admin_token: str = ""
    admin_header: str = ""
    admin_proxies: tuple[str, ...] = ()

    @property
    def portal(self) -> Path:
        """The folder of the portal's generations."""
        return Path(self.data) / self.name


LISTS = frozenset(name for name in Settings.__struct_fields__ if isinstance(getattr(Settings(), name), tuple))
"""The settings that hold several values; the environment separates them by commas, or writes them as a JSON list."""


class SettingsInvalid(TrouvailleError):
    """The settings file or an environment variable cannot be used."""


def read_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a folder's ``trouvaille.toml`` with the ``TROUVAILLE_*`` variables laid over them."""
    values = _from_file(folder / SETTINGS_FILE)
    if isinstance(values.get("sources"), list):
        values["sources"] = [_filled_in(source, environment) for source in values["sources"]]
    for name in Settings.__struct_fields__:
        if (text := environment.get(f"TROUVAILLE_{name.upper()}")) is not None:
            values[name] = _several(text) if name in LISTS else text
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsInvalid(f"Réglage invalide : {value_problem(error)}.", remedy=_remedy(unknown_name(error))) from error
    if settings.public_url and not _is_web_address(settings.public_url):
        raise SettingsInvalid(
            f"public_url : « {settings.public_url[:80]} » n’est pas l’adresse d’un service du web.",
            remedy="Exemple : https://www.portail.fr/recherche",
        )
    return settings


def _remedy(unknown: str) -> str:
    """What may have been meant by a name that no setting has, or where all of them are told."""
    alike = get_close_matches(unknown.lower(), Settings.__struct_fields__, n=1)
    if alike:
        return f"Vouliez-vous dire « {alike[0]} » ?"
    known = f"Réglages connus : {', '.join(Settings.__struct_fields__)}." if unknown else ""
    return f"{known} Voyez docs/settings.md.".strip()


def as_environment(settings: Settings, but: Collection[str] = ()) -> dict[str, str]:
    """The variables from which ``read_settings`` makes the same settings; lists are JSON, for a value may hold a comma."""
    values = {name: getattr(settings, name) for name in Settings.__struct_fields__ if name not in but}
    return {
        f"TROUVAILLE_{name.upper()}": msgspec.json.encode(value).decode() if name in LISTS else str(value)
        for name, value in values.items()
    }


def _several(text: str) -> list[Any]:
    """The values of a list in the environment."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(text, type=list[Any])
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_web_address(address: str) -> bool:
    """Whether a service can be found there: http or https, a host, and no query or fragment, which paths would follow."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or a bracket that is none
        return False
    return parts.scheme in ("http", "https") and is_whole and not re.search(r"[\s?#]", address)


def _filled_in(source: Any, environment: Mapping[str, str]) -> Any:
    """A source with each ``${NAME}`` of its texts replaced by that variable: a password need not stand in the file."""
    if isinstance(source, dict):
        return {key: _filled_in(value, environment) for key, value in source.items()}
    if not isinstance(source, str):
        return source
    return _VARIABLE.sub(lambda found: _variable(found[1], environment), source)


def _variable(name: str, environment: Mapping[str, str]) -> str:
    if name not in environment:
        raise SettingsInvalid(
            f"La variable d’environnement {name} n’est pas définie.", remedy="Une source du fichier de réglages la nomme."
        )
    return environment[name]


def _from_file(path: Path) -> dict[str, Any]:
    def refusal(line: int, problem: str) -> SettingsInvalid:
        return SettingsInvalid(f"{place(path, line)} : {problem}.", remedy="Corrigez ce fichier : docs/settings.md a un exemple.")

    content = read_content(path, refusal)
    return {} if content is None else tables(content, refusal)
