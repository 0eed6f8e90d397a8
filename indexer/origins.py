"""What the live generation has from a source, so that a source that fails can keep it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from indexer.contents import Contents, Mirrored
from indexer.finishing import CONTENTS, INDEX
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.generation import current_generation

_AT_ONCE = 500


def live_documents(
    portal: Path, source: str, without: Iterable[str] = (), only: Callable[[str], bool] = lambda _: True
) -> Iterator[Document]:
    """The items that the live index has from a source, but for some ids, or only some; none when nothing is live or known."""
    contents = _live_contents(portal)
    if contents is None:
        return
    left_out = set(without)
    own = contents.ids_of(contents.given_by((source,)))
    yield from live_items(portal, [one for one in own if one not in left_out and only(one)])


def live_items(portal: Path, wanted: Sequence[str]) -> Iterator[Document]:
    """The items of the live index with these ids, which it has."""
    with closing(EmbeddedEngine(portal / (current_generation(portal) or "") / INDEX)) as engine:
        for start in range(0, len(wanted), _AT_ONCE):
            yield from engine.documents(wanted[start : start + _AT_ONCE])


def live_mirrored(portal: Path) -> tuple[Mirrored, ...]:
    """The items that the live index left out because others say the same."""
    contents = _live_contents(portal)
    return () if contents is None else contents.mirrored


def _live_contents(portal: Path) -> Contents | None:
    live = portal / (current_generation(portal) or "")
    return None if live == portal or not (live / CONTENTS).is_dir() else Contents.load(live / CONTENTS)
