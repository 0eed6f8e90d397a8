"""What the live generation has from a source, so that a source that fails can keep it."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from indexer.contents import Contents
from indexer.finishing import CONTENTS, INDEX
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.generation import current_generation

_AT_ONCE = 500


def live_documents(portal: Path, source: str, without: Iterable[str]) -> Iterator[Document]:
    """The items that the live index has from a source, but for some ids; none when nothing is live or known."""
    live = portal / (current_generation(portal) or "")
    if live == portal or not (live / CONTENTS).is_dir():
        return
    contents, left_out = Contents.load(live / CONTENTS), set(without)
    wanted = [one for one in contents.ids_of(contents.given_by((source,))) if one not in left_out]
    with closing(EmbeddedEngine(live / INDEX)) as engine:
        for start in range(0, len(wanted), _AT_ONCE):
            yield from engine.documents(wanted[start : start + _AT_ONCE])
