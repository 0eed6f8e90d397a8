"""Canonical addresses: what the addresses of pages are compared by, however they are written."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlencode, urlsplit

_TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_", "pk_", "mtm_", "at_", "xtor", "var_recherche", "var_mode")


def canonical_address(url: str) -> str:
    """What addresses are compared by: no scheme, no ``www.``, no trailing slash, no fragment, no tracking parameter.

    A parameter that is a name only is kept: SPIP names pages so (``spip.php?article12``). Raises ValueError for what cannot be an
    address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removesuffix(".")
    path = parts.path if parts.path.isascii() and "%" not in parts.path else quote(unquote(parts.path))
    if not parts.query:
        return host + path.rstrip("/")
    kept = [urlencode([pair]) for pair in sorted(parse_qsl(parts.query)) if not _is_tracking(pair[0])]
    names = [unquote_plus(piece) for piece in parts.query.split("&") if piece and "=" not in piece]
    kept = [*(quote_plus(name) for name in sorted(names) if not _is_tracking(name)), *kept]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"{host}{path.rstrip('/')}{query}"


def _is_tracking(name: str) -> bool:
    return name.lower().startswith(_TRACKING)


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
