"""Which source gave which items of a generation, so that a source that fails can keep what it had."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.generation import current_generation

ORIGINS = "origins.json"
_AT_ONCE = 500


def write_origins(folder: Path, identifiers: dict[str, list[str]]) -> None:
    """Writes the ids of each source's items in a generation's folder."""
    (folder / ORIGINS).write_bytes(msgspec.json.encode(identifiers))


def live_documents(portal: Path, source: str, index: str, without: Iterable[str]) -> Iterator[Document]:
    """The items that the live index has from a source, but for some ids; none when nothing is live or known."""
    live = current_generation(portal)
    path = portal / (live or "") / ORIGINS
    if not live or not path.is_file():
        return
    known = msgspec.json.decode(path.read_bytes(), type=dict[str, list[str]]).get(source, [])
    left_out = set(without)
    wanted = [identifier for identifier in known if identifier not in left_out]
    engine = EmbeddedEngine(portal / live / index)
    try:
        for start in range(0, len(wanted), _AT_ONCE):
            yield from engine.documents(wanted[start : start + _AT_ONCE])
    finally:
        engine.close()
