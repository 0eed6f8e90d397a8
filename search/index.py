"""An open generation: the one object that servers and the command line ask."""

from collections.abc import Iterator
from pathlib import Path

from search.analysis import ANALYSER
from search.document import Document, whole_text
from search.engine import Engine, EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexCorrupt, InvalidParameter, ItemNotFound
from search.fields import FACETS
from search.generation import live_folder, read_manifest, require_compatible
from search.query import Every, words_query
from search.ranking import WEIGHTS
from search.related import NeighbourTable, RelatedFilters, RelatedItem
from search.request import MAX_QUERY_LENGTH, SearchRequest
from search.results import Hit, SearchResults
from search.snippets import WantedWords, highlights


class Index:
    """Searches and relates the items of one generation; never changes once open."""

    def __init__(self, engine: Engine, related: NeighbourTable, generation: str, created: str) -> None:
        self.generation = generation
        self.created = created
        self._engine = engine
        self._related = related

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """Opens the generation in ``folder``; raises IndexUnavailable when it is damaged or was made otherwise."""
        manifest = read_manifest(folder)
        require_compatible(manifest)
        engine = EmbeddedEngine(folder / "index")
        try:
            related = NeighbourTable(folder / "related")
        except (OSError, ValueError, EOFError) as error:
            engine.close()
            message = f"La table des contenus liés de {manifest.generation} est illisible : {error}."
            raise IndexCorrupt(message, remedy="Lancez « trouvaille build » pour reconstruire l’index.") from error
        return cls(engine, related, manifest.generation, manifest.created)

    @classmethod
    def live(cls, portal: Path) -> "Index":
        """Opens the live generation of the portal folder ``<data>/<name>``."""
        return cls.open(live_folder(portal))

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of results. An empty text with filters or a date order browses all items."""
        matches = self._engine.search(_engine_query(request, FACETS))
        wanted = WantedWords.of(_text(request), ANALYSER)
        documents = self._engine.documents([match.id for match in matches.hits])
        hits = tuple(
            Hit(document, match.score, highlights(document, wanted))
            for match, document in zip(matches.hits, documents, strict=True)
        )
        notes = ("requete-tronquee",) if len(request.text) > MAX_QUERY_LENGTH else ()
        return SearchResults(matches.total, hits, matches.facets, notes)

    def ranking(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of one page of results, without facets, documents or passages."""
        return tuple(match.id for match in self._engine.search(_engine_query(request, ())).hits)

    def item(self, item: str) -> Document:
        """The document with this id; raises ItemNotFound."""
        return self._engine.documents([item])[0]

    def item_at(self, url: str) -> Document:
        """The document at this address, however it is written; raises ItemNotFound."""
        return self.item(self.id_at(url))

    def id_at(self, url: str) -> str:
        """The id of the document at this address; raises ItemNotFound, or InvalidParameter for what is no address."""
        try:
            found = self._related.item_at(url)
        except ValueError as error:
            raise InvalidParameter("url", f"L’adresse « {url} » est illisible.") from error
        if found is None:
            raise ItemNotFound(f"Aucun contenu n’a l’adresse « {url} ».", url=url)
        return found

    def related(
        self,
        item: str,
        limit: int = 5,
        *,
        filters: RelatedFilters | None = None,
        now: int | None = None,
        explain: bool = False,
    ) -> list[RelatedItem]:
        """The items related to the one with this id, best first; raises ItemNotFound.

        Beside an event, those over at ``now`` (seconds since 1970) come after those to come. What filters leave open is filled
        with the items whose texts are the closest.
        """
        row = self._row(item)
        found = self._related.of_row(row, limit, filters, now, explain=explain)
        if filters and len(found) < limit:
            found += self._filled(row, found, limit - len(found), filters)
        return found

    def ids(self) -> Iterator[str]:
        """The ids of all items."""
        return self._engine.ids()

    def card(self, item: str) -> Document:
        """The document with this id without its texts: what a list shows; raises ItemNotFound."""
        return self._related.card(self._row(item))

    def any_related(self) -> str:
        """The id of an item that has related ones, always the same; empty when none has."""
        return self._related.first_related()

    def related_to_text(self, text: str, limit: int = 5, *, filters: RelatedFilters | None = None) -> list[RelatedItem]:
        """The items related to a text that is not indexed."""
        return self._related.of_text(text, ANALYSER, limit, filters)

    def _row(self, item: str) -> int:
        row = self._related.row_of(item)
        if row < 0:
            raise ItemNotFound(f"Aucun contenu n’a l’identifiant « {item} ».", id=item)
        return row

    def _filled(self, row: int, found: list[RelatedItem], limit: int, filters: RelatedFilters) -> list[RelatedItem]:
        document = self.item(self._related.id_of(row))
        besides = [row, *(self._related.row_of(one.document.id) for one in found)]
        return self._related.of_text(whole_text(document), ANALYSER, limit, filters, besides)

    def count(self) -> int:
        """The number of items."""
        return self._engine.count()

    def close(self) -> None:
        """Frees the files."""
        self._engine.close()


def _text(request: SearchRequest) -> str:
    return request.text[:MAX_QUERY_LENGTH]


def _engine_query(request: SearchRequest, facets: tuple[str, ...]) -> EngineQuery:
    text = _text(request)
    tree = words_query(text, ANALYSER, WEIGHTS) if text.strip() else Every()
    return EngineQuery(tree, request.filters, request.sort, request.offset, request.size, facets)
