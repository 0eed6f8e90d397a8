"""The embedded engine: a Whoosh index in a folder, evaluated on its arrays."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError

from search.document import Document, decode
from search.engine import FACET_LIMIT, SCORE_DIGITS, EngineQuery, Match, Matches
from search.engines.embedded.codec import path_of, stored_bytes
from search.engines.embedded.evaluation import Scored, evaluate
from search.engines.embedded.schema import IDENTIFIER
from search.engines.embedded.segment_arrays import Array, load
from search.engines.embedded.selection import best, facet, identifier, moments_of, ordered
from search.engines.embedded.snapshot import Snapshot
from search.errors import IndexCorrupt, IndexMissing, ItemNotFound
from search.query import filter_query

_REMEDY = "Lancez « trouvaille build »."


class EmbeddedEngine:
    """Searches the index in ``folder`` as its last commit left it."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        storage = FileStorage(str(folder))
        try:
            segments = storage.open_index()._segments()
        except EmptyIndexError as error:
            raise IndexMissing(f"Il n’y a pas d’index dans {folder}.", remedy=_REMEDY) from error
        except OSError as error:
            raise IndexCorrupt(f"L’index {folder} est illisible : {error}.", remedy=_REMEDY) from error
        self.snapshot = Snapshot(
            [(load(path_of(segment, storage)), segment.live() if segment.has_deletions() else None) for segment in segments]
        )

    def search(self, query: EngineQuery) -> Matches:
        scored = evaluate(query.tree, self.snapshot)
        passing = filter_query(query.filters)
        if passing is not None:
            matched = scored.matched & evaluate(passing, self.snapshot).matched
            scored = Scored(matched, np.where(matched, scored.scores, 0.0))
        documents = self._page(query, scored)
        scores = scored.scores[documents].tolist() if query.sort == "relevance" else [0.0] * len(documents)
        hits = tuple(
            Match(identifier(self.snapshot, document), score) for document, score in zip(documents.tolist(), scores, strict=True)
        )
        facets = {name: facet(self.snapshot, name, scored.matched, FACET_LIMIT) for name in query.facets}
        return Matches(int(np.count_nonzero(scored.matched)), hits, facets)

    def documents(self, ids: Sequence[str]) -> list[Document]:
        return [self._document(document_id) for document_id in ids]

    def ids(self) -> Iterator[str]:
        for segment in self.snapshot.segments:
            numbers = range(segment.count) if segment.live is None else np.flatnonzero(segment.live).tolist()
            yield from (segment.identifier(number) for number in numbers)

    def count(self) -> int:
        return self.snapshot.count

    def close(self) -> None:
        self.snapshot = Snapshot([])

    def _page(self, query: EngineQuery, scored: Scored) -> Array:
        wanted = query.offset + query.limit
        if query.sort == "relevance":
            documents = best(scored.scores, scored.matched, wanted)
            keys: Array = -np.round(scored.scores[documents], SCORE_DIGITS)
        else:
            documents = np.flatnonzero(scored.matched)
            keys = np.zeros(len(documents))
        moments = moments_of(self.snapshot, documents)
        if query.sort == "date_asc":
            undated = moments == -(2**62)
            keys, moments = undated.astype(np.float64), -moments
        return ordered(self.snapshot, documents, keys, moments, wanted)[query.offset :]

    def _document(self, document_id: str) -> Document:
        for segment in reversed(self.snapshot.segments):
            postings, row = segment.term(IDENTIFIER, document_id.encode())
            if row >= 0:
                for number in segment.live_of(postings.docs_of(row)).tolist():
                    return decode(stored_bytes(segment.arrays, number))
        raise ItemNotFound(f"Aucun contenu n’a l’identifiant « {document_id} ».", id=document_id)
