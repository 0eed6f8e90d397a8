"""One site under several names: which addresses belong to it, where they are fetched, how they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Hosts:
    """``base`` is where pages are fetched, ``public`` what visitors see, both an address's scheme and host."""

    base: str
    public: str
    names: frozenset[str]

    @classmethod
    def of(cls, location: str, public: str, others: Iterable[str]) -> "Hosts":
        """The names of a site: those of its two addresses and others, all with and without ``www.``."""
        base, shown = _origin(location), _origin(public or location)
        named = {_name(base), _name(shown), *(name.lower() for name in others)}
        bare = {name.removeprefix("www.") for name in named}
        return cls(base, shown, frozenset(bare | {f"www.{name}" for name in bare}))

    def holds(self, address: str) -> bool:
        """Whether an address is one of the site's."""
        try:
            return urlsplit(address).scheme in _PORTS and _name(address) in self.names
        except ValueError:
            return False

    def fetched(self, address: str) -> str:
        """Where a page of the site is fetched."""
        return self._under(self.base, address)

    def shown(self, address: str) -> str:
        """The page's address for visitors."""
        return self._under(self.public, address)

    def _under(self, origin: str, address: str) -> str:
        if not self.holds(address):
            return address
        parts, home = urlsplit(address), urlsplit(origin)
        return urlunsplit((home.scheme, home.netloc, parts.path or "/", parts.query, ""))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def _name(address: str) -> str:
    """Host and port, the usual port left out."""
    parts = urlsplit(address)
    host, port = (parts.hostname or "").lower(), parts.port
    return host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
