"""What takes part in a benchmark: an engine that builds an index in a folder and answers queries from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from search.document import Document

TOP = 10
"""Hits asked for."""


class Found(NamedTuple):
    """The best documents, by whatever the engine knows them by, and the exact number of matches."""

    keys: Sequence[Any]
    total: int


class OpenIndex(Protocol):
    """An index open for searching. ``tasks`` are what is timed: from the typed text to the best keys and the total."""

    tasks: Mapping[str, Callable[[str], Found]]

    def ids(self, found: Found) -> list[str]:
        """The documents' own ids; not timed."""

    def close(self) -> None:
        """Frees what it holds."""


class OpenPeer(OpenIndex, Protocol):
    """A peer's open index, which also ranks for judgements; how ours does is for ``indexer.evaluation`` to say."""

    def rank(self, text: str, limit: int) -> list[str]:
        """The documents' own ids, the best ``limit`` first to last, as its tasks find them; not timed."""


class Contender(Protocol):
    """An engine at its best French settings."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        """Indexes and stores the documents in the folder, with up to so many threads, and finishes every merge."""

    def replace(self, document: Document, folder: Path) -> None:
        """Puts a document in the place of the one with its id."""

    def open(self, folder: Path) -> OpenIndex:
        """Opens the index of the folder."""


TOP10_TOTAL = "top10_total"
TOP10_TOTAL_FACETS3 = "top10_total_facets3"
TOP10_TOTAL_REFINED = "top10_total_refined"

OURS = "trouvaille"
CONTENDERS = {
    OURS: ("benchmarks.ours", "Trouvaille", ""),
    "tantivy": ("benchmarks.peers.tantivy", "Tantivy", "tantivy"),
    "fts5": ("benchmarks.peers.fts5", "FTS5", ""),
    "bm25s": ("benchmarks.peers.bm25s", "BM25S", "bm25s PyStemmer"),
    "whoosh": ("benchmarks.peers.whoosh_plain", "PlainWhoosh", ""),
}
"""By name: the module, the class, and the packages that it needs besides ours."""


def contender(name: str) -> Contender:
    """The engine of this name; ends the program, with the remedy, when it is unknown or not installed."""
    if name not in CONTENDERS:
        raise SystemExit(f"Unknown engine {name!r}; known: {', '.join(CONTENDERS)}.")
    module, class_name, packages = CONTENDERS[name]
    try:
        found: Contender = getattr(import_module(module), class_name)()
    except ImportError as error:
        raise SystemExit(f"{name} is not installed ({error}). Install it: pip install {packages}") from error
    return found
