"""What the administration is told when the service starts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AdminSettings:
    """Who is let in, and what administrators can start. The administration is off when neither token nor header is there.

    ``token`` is a secret that administrators give when they sign in, or as ``Authorization: Bearer``. ``header`` is the name of
    the header in which a reverse proxy tells who signed in there; it is believed of the addresses and networks in ``proxies``
    only. ``compared_by`` are the files that comparisons of generations depend on: the portal's queries and synonyms. ``command``
    starts the command line, to which arguments are appended; ``read_sources`` gives the sources of the settings, in words without
    passwords, and raises TrouvailleError when they cannot be read.
    """

    token: str = ""
    header: str = ""
    proxies: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    compared_by: tuple[Path, ...] = ()
    read_sources: Callable[[], tuple[str, ...]] = tuple

    @property
    def is_on(self) -> bool:
        return bool(self.token or self.header)
