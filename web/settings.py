"""What the service is told when it starts. The command line reads it from files and the environment; nothing here does."""

from dataclasses import dataclass, field
from pathlib import Path

from web.admin.settings import AdminSettings
from web.statistics.settings import StatisticsSettings
from web.theme import Theme


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The portal to serve and how it presents itself.

    ``portal`` is the folder ``<data>/<name>`` that holds ``CURRENT``. ``public_url`` is the address that visitors use, without
    a trailing slash; its path, if it has one, is the prefix below which the service answers. ``cors`` are the origins whose pages
    may read the API (``*``: all). ``follow_every`` is in seconds. ``synonyms`` is the portal's file of synonyms, which may
    not exist. ``measures`` is a folder in which the workers of one service count together. ``statistics`` says where and how long
    queries are counted; None when they are not. ``admin`` says who administers the service; it holds a secret.
    """

    portal: Path
    title: str = "Centre de ressources"
    public_url: str = ""
    theme: Theme = field(default_factory=Theme)
    cors: tuple[str, ...] = ()
    follow_every: float = 1.0
    synonyms: Path | None = None
    measures: Path | None = None
    statistics: StatisticsSettings | None = None
    admin: AdminSettings = field(default_factory=AdminSettings, repr=False)
