"""The embedded engine: a Whoosh index in a folder, evaluated on its arrays."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError

from search.document import Document, decode
from search.engine import EngineQuery, Match, Matches
from search.engines.embedded.codec import path_of, stored_bytes
from search.engines.embedded.explanations import explanations
from search.engines.embedded.facets import facets
from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.ordering import ordering
from search.engines.embedded.outcome import outcome
from search.engines.embedded.priors import Priors
from search.engines.embedded.read_documents import ReadDocuments
from search.engines.embedded.segment_arrays import load
from search.engines.embedded.selection import page
from search.engines.embedded.snapshot import Snapshot
from search.errors import IndexCorrupt, IndexMissing, ItemNotFound, Unsupported
from search.explanation import Part
from search.fields import IDENTIFIER
from search.latent import LatentVectors
from search.ranking import WEIGHTS, Weights

_REMEDY = "Lancez « trouvaille build »."


class EmbeddedEngine:
    """Searches the index in ``folder`` as its last commit left it. ``latent`` vectors refine the order of the best."""

    name = "embedded"

    def __init__(self, folder: Path, latent: LatentVectors | None = None, weights: Weights = WEIGHTS) -> None:
        storage = FileStorage(str(folder))
        try:
            found = storage.open_index()._segments()
            segments = [(path_of(one, storage), one.live() if one.has_deletions() else None) for one in found]
        except EmptyIndexError as error:
            raise IndexMissing(f"Il n’y a pas d’index dans {folder}.", remedy=_REMEDY) from error
        except Exception as error:  # a damaged table of contents may raise anything: Whoosh reads objects from it
            raise IndexCorrupt(f"L’index {folder} est illisible : {error}.", remedy=_REMEDY) from error
        self.snapshot = Snapshot([(load(path), live) for path, live in segments], weights)
        self._latent = None if latent is None else LatentRows(latent, self.snapshot)
        self._priors = Priors(self.snapshot)
        self._read = ReadDocuments(partial(_encoded, self.snapshot))

    def search(self, query: EngineQuery) -> Matches:
        found = outcome(query, self.snapshot, self._wanted(query))
        order = ordering(found, query, self.snapshot, self._latent, self._priors)
        if order is None:
            hits = page(self.snapshot, found.documents, found.scores, found.scores, query)
        else:
            hits = page(self.snapshot, order.documents, order.stacked.keys, order.stacked.scores, query)
        return Matches(found.total, tuple(hits), facets(self.snapshot, query.facets, found.matched, query.facet_values))

    def explanations(self, query: EngineQuery, matches: Sequence[Match]) -> list[Part]:
        if query.sort != "relevance":
            raise Unsupported("Dans l’ordre des dates, rien n’a de note.")
        found = outcome(query, self.snapshot, self._wanted(query))
        order = ordering(found, query, self.snapshot, self._latent, self._priors)
        return explanations(matches, found, order, query, self.snapshot)

    def _wanted(self, query: EngineQuery) -> int:
        """How many of the best are needed: all of them when events are asked for, because one to come may have any score."""
        wanted = query.offset + query.limit
        if not wanted or not query.is_refined:
            return wanted
        if query.upcoming_at is not None:
            return max(wanted, self.snapshot.count)
        weights = self.snapshot.weights
        return weights.refined if wanted <= weights.refined else max(wanted, weights.ordered)

    def documents(self, ids: Sequence[str]) -> list[Document]:
        return [self._document(document_id) for document_id in ids]

    def matched_documents(self, matches: Sequence[Match]) -> list[Document]:
        return self._read.of([match.place for match in matches])

    def ids(self) -> Iterator[str]:
        for segment in self.snapshot.segments:
            numbers = range(segment.count) if segment.live is None else np.flatnonzero(segment.live).tolist()
            yield from (segment.identifier(number) for number in numbers)

    def count(self) -> int:
        return self.snapshot.count

    def close(self) -> None:
        self.snapshot = Snapshot([])

    def _document(self, document_id: str) -> Document:
        for segment in reversed(self.snapshot.segments):
            postings, row = segment.term(IDENTIFIER, document_id.encode())
            if row >= 0:
                for number in segment.live_of(postings.docs_of(row)).tolist():
                    return decode(stored_bytes(segment.arrays, number))
        raise ItemNotFound(f"Aucun contenu n’a l’identifiant « {document_id} ».", id=document_id)


def _encoded(snapshot: Snapshot, number: int) -> bytes:
    segment, own = snapshot.place(number)
    return stored_bytes(segment.arrays, own)
