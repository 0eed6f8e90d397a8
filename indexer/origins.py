"""What the live generation has from a source, so that a source that fails can keep it."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from indexer.contents import Contents, Mirrored
from indexer.finishing import CONTENTS, INDEX
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.generation import current_generation

_AT_ONCE = 500


def live_documents(portal: Path, source: str, without: Iterable[str]) -> Iterator[Document]:
    """The items that the live index has from a source, but for some ids; none when nothing is live or known."""
    contents = _live_contents(portal)
    if contents is None:
        return
    left_out = set(without)
    wanted = [one for one in contents.ids_of(contents.given_by((source,))) if one not in left_out]
    with closing(EmbeddedEngine(portal / (current_generation(portal) or "") / INDEX)) as engine:
        for start in range(0, len(wanted), _AT_ONCE):
            yield from engine.documents(wanted[start : start + _AT_ONCE])


def live_mirrored(portal: Path, source: str) -> list[Mirrored]:
    """The items of a source that were left out of the live index because another one says the same."""
    contents = _live_contents(portal)
    return [] if contents is None else [one for one in contents.mirrored if one.source == source]


def _live_contents(portal: Path) -> Contents | None:
    live = portal / (current_generation(portal) or "")
    return None if live == portal or not (live / CONTENTS).is_dir() else Contents.load(live / CONTENTS)
