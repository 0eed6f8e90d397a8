"""Reads what a source names: an address is fetched, a path is a file; both bounded."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from indexer.fetching.client import Client, Limits, charset
from search.errors import SourceUnreadable
from search.in_french import system_problem


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes, the address where they were found (empty for a file) and the charset that the server named."""

    data: bytes
    url: str = ""
    charset: str = ""


def is_address(location: str) -> bool:
    """Whether a location is to be fetched."""
    return location.startswith(("http://", "https://"))


def read_location(location: str, limits: Limits) -> Content:
    """The bytes at a location, inflated when a file is gzipped; raises SourceUnreadable (FetchFailed for an address)."""
    if is_address(location):
        response = Client(limits).get(location)
        return Content(response.body, response.url, charset(response.headers))
    path = Path(location)
    try:
        with cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceUnreadable(
            f"{location} : fichier illisible ({system_problem(error)}).", remedy="Vérifiez le chemin."
        ) from error
    if len(data) > limits.bytes:
        raise SourceUnreadable(f"{location} dépasse {limits.bytes >> 20} Mio.", remedy="Augmentez max_bytes pour cette source.")
    return Content(data)
