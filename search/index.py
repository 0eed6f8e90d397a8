"""An open generation: the one object that servers and the command line ask."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from search.acronyms import Acronym, read_acronyms, sure_rules
from search.analysis import ANALYSER
from search.diagnosis import Finding, diagnosed
from search.document import Document, whole_text, without_texts
from search.engine import Engine, EngineQuery, Matches
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexCorrupt, ItemNotFound
from search.explanation import Part
from search.fields import FACETS
from search.generation import SINCE, live_folder, read_manifest, require_compatible
from search.interpretation import Interpretation, Interpreter
from search.lacking import lacking
from search.latent import LatentVectors
from search.marks import wanted
from search.nearby import KNOWN, nearby
from search.neighbour_table import NeighbourTable
from search.pins import NO_PINS, Pins, pinned_explanations, with_pinned
from search.query import Every, Query
from search.query_language import is_plain
from search.ranking import WEIGHTS, Weights
from search.related import RelatedItem, RelatedItems
from search.related_filters import RelatedFilters
from search.request import MAX_QUERY_LENGTH, SearchRequest
from search.results import Hit, SearchResults
from search.sealed import Sealed, reads_sealed
from search.snippets import Reading, read
from search.suggestions import Suggestion, Suggestions
from search.synonyms import Synonyms
from search.synonyms_file import NO_SYNONYMS, SynonymsFile
from search.vocabulary import Vocabulary


class Index:
    """Searches and relates the items of one generation; never changes once open.

    ``edition`` names everything that answers depend on: the generation, and the synonyms and pinned results it is searched with.
    """

    def __init__(
        self,
        engine: Engine,
        related: RelatedItems,
        interpreter: Interpreter,
        suggestions: Suggestions,
        sealed: Sealed,
        generation: str,
        created: str,
        pins: Pins = NO_PINS,
        acronyms: Sequence[Acronym] = (),
    ) -> None:
        self.generation = self.edition = generation
        self.created = created
        self.sealed = sealed
        self._engine = engine
        self._related = related
        self._interpreter = interpreter
        self._suggestions = suggestions
        self._pins = pins
        self._acronyms = acronyms

    @classmethod
    def open(cls, folder: Path, synonyms: SynonymsFile = NO_SYNONYMS, pins: Pins = NO_PINS, weights: Weights = WEIGHTS) -> "Index":
        """Opens the generation in ``folder``, with the portal's synonyms and pinned results; other ``weights`` are for trying them.

        Raises IndexUnavailable when it is damaged or was made otherwise.
        """
        manifest = read_manifest(folder)
        require_compatible(manifest)
        sealed = Sealed(folder, manifest)
        with sealed:
            since = folder / SINCE if (folder / SINCE).is_dir() else None
            try:
                latent = LatentVectors.load(folder / "latent", since and since / "latent")
                related = RelatedItems(NeighbourTable(folder / "related", since and since / "related"))
                vocabulary = Vocabulary(folder / "language", since and since / "language")
                suggestions = Suggestions(folder / "language", since and since / "language")
                acronyms = read_acronyms(folder / "language")
            except (OSError, ValueError, EOFError) as error:
                message = f"Une table de {manifest.generation} (sujets, contenus liés ou vocabulaire) est illisible : {error}."
                raise IndexCorrupt(message) from error
            engine = EmbeddedEngine(folder / "index", latent, weights)
        interpreter = Interpreter(vocabulary, _rules(acronyms, synonyms), weights, ANALYSER, partial(matches_anything, engine))
        index = cls(engine, related, interpreter, suggestions, sealed, manifest.generation, manifest.created, pins, acronyms)
        index.edition = _edition(manifest.generation, synonyms, pins)
        return index

    @classmethod
    def live(cls, portal: Path, synonyms: SynonymsFile = NO_SYNONYMS, pins: Pins = NO_PINS, weights: Weights = WEIGHTS) -> "Index":
        """Opens the live generation of the portal folder ``<data>/<name>``."""
        return cls.open(live_folder(portal), synonyms, pins, weights)

    def curated(self, synonyms: SynonymsFile, pins: Pins) -> "Index":
        """The same generation with other synonyms and pinned results; open as long as this one is, never closed by itself."""
        interpreter = self._interpreter.with_synonyms(_rules(self._acronyms, synonyms))
        shared = (self._engine, self._related, interpreter, self._suggestions, self.sealed, self.generation, self.created)
        other = Index(*shared, pins, self._acronyms)
        other.edition = _edition(self.generation, synonyms, pins)
        return other

    @reads_sealed
    def search(self, request: SearchRequest) -> SearchResults:
        """One page of results. An empty text with filters or a date order browses all items."""
        text = _text(request)
        meant = self._meant(request)
        query, pinned = _engine_query(request, meant, FACETS), self._pins.of(text)
        matches = self._matches(query, pinned)
        documents = self._engine.matched_documents(matches.hits)
        marked = wanted(word.marks for word in meant.words)
        readings = read(documents, marked)
        found = zip(documents, matches.hits, readings, lacking(documents, meant.words, marked, readings), strict=True)
        hits = tuple(_hit(one, match.score, reading, missing, one.id in pinned) for one, match, reading, missing in found)
        if request.explain and request.sort == "relevance":
            explain = partial(pinned_explanations, self._engine) if pinned else self._engine.explanations
            hits = tuple(map(_explained, hits, explain(query, matches.hits)))
        notes = (("requete-tronquee", len(request.text) > MAX_QUERY_LENGTH), ("requete-abregee", meant.is_shortened))
        told = tuple(note for note, applies in notes if applies)
        near = self._nearby(request, meant, query, matches, pinned)
        return SearchResults(matches.total, hits, matches.facets, told, self._interpreter.suggestion(text), near)

    @reads_sealed
    def ranking(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of one page of results, without facets, documents or passages."""
        query = _engine_query(request, self._meant(request), ())
        return tuple(match.id for match in self._engine.search(query).hits)

    @reads_sealed
    def shown(self, request: SearchRequest) -> tuple[str, ...]:
        """The ids of all that one page shows, in order: its results, and what is near them when they do not fill it."""
        meant = self._meant(request)
        query, pinned = _engine_query(request, meant, ()), self._pins.of(_text(request))
        matches = self._matches(query, pinned)
        near = self._nearby(request, meant, query, matches, pinned)
        return (*(match.id for match in matches.hits), *(one.document.id for one in near))

    def pinned(self, text: str) -> tuple[str, ...]:
        """The ids that are pinned for a query."""
        return self._pins.of(text)

    @reads_sealed
    def diagnosis(self, text: str, now: int | None = None) -> tuple[Finding, ...]:
        """Why a query finds nothing, or not what was meant."""
        hits = self.search(SearchRequest(text=text, now=now, facet_values=0)).hits
        lacking = [hit.missing for hit in hits if not hit.is_pinned]
        return diagnosed(text, self._interpreter, self._acronyms, partial(_total, self._engine), lacking)

    @reads_sealed
    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """What a visitor may be about to type."""
        return self._suggestions.complete(typed, limit)

    @reads_sealed
    def item(self, item: str) -> Document:
        """The document with this id; raises ItemNotFound."""
        return self._engine.documents([item])[0]

    def item_at(self, url: str) -> Document:
        """The document at this address, however it is written; raises ItemNotFound."""
        return self.item(self.id_at(url))

    @reads_sealed
    def id_at(self, url: str) -> str:
        """The id of the document at this address; raises ItemNotFound, or InvalidParameter for what is no address."""
        found = self._related.table.item_at(url)
        if found is None:
            raise ItemNotFound(f"Aucun contenu n’a l’adresse « {url} ».", url=url)
        return found

    @reads_sealed
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
        row = self._related.table.row_of(item)
        if row < 0:  # no such item, or one that updates of an earlier version left out of the table
            return self.related_to_text(whole_text(self.item(item)), limit, filters=filters, explain=explain)
        found = self._related.of_row(row, limit, filters, now, explain=explain)
        if filters and len(found) < limit:
            found += self._filled(row, found, limit - len(found), filters, explain=explain)
        return found

    def ids(self) -> Iterator[str]:
        """The ids of all items."""
        with self.sealed:
            yield from self._engine.ids()

    @reads_sealed
    def card(self, item: str) -> Document:
        """The document with this id without its texts: what a list shows; raises ItemNotFound."""
        row = self._related.table.row_of(item)
        return self._related.table.card(row) if row >= 0 else without_texts(self.item(item))

    @reads_sealed
    def any_related(self) -> str:
        """The id of an item that has related ones, always the same; empty when none has."""
        return self._related.first_related()

    @reads_sealed
    def related_to_text(
        self, text: str, limit: int = 5, *, filters: RelatedFilters | None = None, explain: bool = False
    ) -> list[RelatedItem]:
        """The items related to a text that is not indexed."""
        return self._related.of_text(text, ANALYSER, limit, filters, explain=explain)

    def _filled(
        self, row: int, found: list[RelatedItem], limit: int, filters: RelatedFilters, *, explain: bool
    ) -> list[RelatedItem]:
        document = self.item(self._related.table.id_of(row))
        besides = [row, *(self._related.table.row_of(one.document.id) for one in found)]
        return self._related.of_text(whole_text(document), ANALYSER, limit, filters, besides, explain=explain)

    def count(self) -> int:
        """The number of items."""
        return self._engine.count()

    def close(self) -> None:
        """Frees the files."""
        self._engine.close()

    def _matches(self, query: EngineQuery, pinned: Sequence[str]) -> Matches:
        return with_pinned(self._engine, query, pinned) if pinned else self._engine.search(query)

    def _nearby(
        self, request: SearchRequest, meant: Interpretation, query: EngineQuery, matches: Matches, pinned: Sequence[str]
    ) -> tuple[RelatedItem, ...]:
        """What fills a last page: nothing for who asks precisely, by operators, dates or for what is next."""
        is_open = bool(matches.hits) and len(matches.hits) < request.size
        if (
            not is_open
            or request.sort != "relevance"
            or meant.upcoming == "first"
            or not is_plain(_text(request))
            or not meant.words
        ):
            return ()
        results = matches.hits
        if request.offset:
            before = self._matches(replace(query, offset=0, limit=min(request.offset, KNOWN), facets=()), pinned)
            results = (*before.hits, *results)
        return nearby(self._related, self._engine, query, results, request.size - len(matches.hits))

    def _meant(self, request: SearchRequest) -> Interpretation:
        text = _text(request)
        return self._interpreter.interpret(text, request.now) if text.strip() else Interpretation(Every())


def matches_anything(engine: Engine, tree: Query) -> bool:
    """Whether a query has a match."""
    return _total(engine, tree) > 0


def _total(engine: Engine, tree: Query) -> int:
    return engine.search(EngineQuery(tree, limit=0, facets=())).total


def _rules(acronyms: Sequence[Acronym], synonyms: SynonymsFile) -> Synonyms:
    return Synonyms((*synonyms.rules, *sure_rules(acronyms, synonyms.ignored)))


def _edition(generation: str, synonyms: SynonymsFile, pins: Pins) -> str:
    return "-".join(filter(None, (generation, synonyms.digest, pins.digest and f"p{pins.digest}")))


def _text(request: SearchRequest) -> str:
    return request.text[:MAX_QUERY_LENGTH]


def _engine_query(request: SearchRequest, meant: Interpretation, facets: tuple[str, ...]) -> EngineQuery:
    asks_for_events = bool(meant.upcoming) or request.wants_events
    return EngineQuery(
        meant.tree,
        request.filters,
        request.sort,
        request.offset,
        request.size,
        facets,
        request.facet_values,
        words=meant.exact_words,
        stems=meant.telling_stems,
        upcoming_at=request.now if asks_for_events else None,
        upcoming_first=meant.upcoming == "first",
    )


def _explained(hit: Hit, explanation: Part) -> Hit:
    return replace(hit, explanation=explanation)


def _hit(document: Document, score: float, reading: Reading, missing: tuple[str, ...], is_pinned: bool) -> Hit:
    return Hit(document, score, reading.highlights, missing, is_pinned=is_pinned)
