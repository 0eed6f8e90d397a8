"""What the administration is told when the service starts."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdminSettings:
    """Who is let in, and what administrators can start. The administration is off when neither token nor header is there.

    ``token`` is a secret that administrators give when they sign in, or as ``Authorization: Bearer``. ``header`` is the name of
    the header in which a reverse proxy tells who signed in there; it is believed of the addresses and networks in ``proxies``
    only. ``command`` starts the command line, to which arguments are appended; ``read_sources`` gives the sources of the settings,
    in words without passwords, and raises TrouvailleError when they cannot be read.
    """

    token: str = ""
    header: str = ""
    proxies: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    read_sources: Callable[[], tuple[str, ...]] = tuple

    @property
    def is_on(self) -> bool:
        return bool(self.token or self.header)
