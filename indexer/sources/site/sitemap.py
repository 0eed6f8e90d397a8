"""Sitemaps: the addresses that a site says it has."""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterable, Iterator

from indexer.fetching.inflation import Inflation
from indexer.source import Unreadable
from indexer.xml_safety import parse_xml
from search.errors import FetchFailed, SourceUnreadable

MAX_SITEMAPS = 500
MAX_INFLATED = 100 << 20
_CHUNK = 1 << 16


def addresses(sitemaps: Iterable[str], fetch: Callable[[str], bytes]) -> Iterator[str | Unreadable]:
    """The pages of sitemaps and of those that they name; one that cannot be read is reported.

    Raises SourceUnreadable for one that cannot be had for now: a site is not judged on a part of its pages.
    """
    waiting = list(sitemaps)
    seen: set[str] = set()
    while waiting:
        sitemap = waiting.pop(0)
        if sitemap in seen:
            continue
        if len(seen) == MAX_SITEMAPS:
            yield Unreadable(sitemap, "limite", f"au-delà de {MAX_SITEMAPS} plans de site")
            return
        seen.add(sitemap)
        try:
            root = parse_xml(_inflated(fetch(sitemap)), sitemap)
        except SourceUnreadable as error:
            if isinstance(error, FetchFailed) and error.temporary:
                raise SourceUnreadable(
                    f"Plan de site injoignable pour l’instant ({error.message}) : le site n’est pas visité.",
                    remedy="Réessayez plus tard.",
                ) from error
            yield Unreadable(sitemap, getattr(error, "code", "plan-illisible"), f"plan de site illisible : {error.message}")
            continue
        if _local(root) == "sitemapindex":
            waiting += _locations(root)
        else:
            yield from _locations(root)


def _locations(root: ET.Element) -> Iterator[str]:
    for entry in root:
        for child in entry:
            if _local(child) == "loc" and (child.text or "").strip():
                yield (child.text or "").strip()


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _inflated(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflation = Inflation(MAX_INFLATED)
    try:
        inflated = b"".join(inflation.inflate(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))
    except zlib.error as error:
        raise SourceUnreadable(f"archive abîmée ({error})") from error
    if len(inflated) > MAX_INFLATED:
        raise SourceUnreadable(f"plus de {MAX_INFLATED >> 20} Mio")
    if not inflation.complete:
        raise SourceUnreadable("archive tronquée")
    return inflated
