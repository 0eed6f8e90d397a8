"""Canonical addresses: what the addresses of pages are compared by, however they are written."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_", "pk_", "mtm_", "at_", "xtor", "var_recherche", "var_mode")


def canonical_address(url: str) -> str:
    """What addresses are compared by: no scheme, no ``www.``, no trailing slash, no fragment, no tracking parameter.

    Raises ValueError for what cannot be an address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removesuffix(".")
    path = parts.path if parts.path.isascii() and "%" not in parts.path else quote(unquote(parts.path))
    if not parts.query:
        return host + path.rstrip("/")
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.lower().startswith(_TRACKING)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{path.rstrip('/')}{query}"


def split_host(address: str) -> tuple[str, str]:
    """The host of a canonical address and all that comes after it."""
    host, slash, rest = address.partition("/")
    return (host, slash + rest) if slash else (host.partition("?")[0], address[len(host.partition("?")[0]) :])


def mirror_hosts(addresses: Mapping[str, int], groups: Mapping[int, int]) -> list[tuple[str, str]]:
    """Pairs of hosts that serve near-duplicates under one path: asked for a page of one, the page of the other will do.

    ``addresses`` maps canonical addresses to rows, ``groups`` rows to what near-duplicates share. A site's root proves nothing.
    """
    by_place: dict[tuple[str, int], str] = {}
    pairs: set[tuple[str, str]] = set()
    for address, row in sorted(addresses.items()):
        host, path = split_host(address)
        if path and (first := by_place.setdefault((path, groups[row]), host)) != host:
            pairs.add((first, host))
    return sorted(pairs)
