"""The embedded engine: a Whoosh index in a folder."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from search.document import Document, decode, encode
from search.engine import EngineQuery, Match, Matches
from search.engines.embedded.schema import DOCUMENT, IDENTIFIER, schema
from search.engines.embedded.scoring import FieldBM25
from search.errors import IndexCorrupt, IndexMissing, ItemNotFound
from search.fields import LABEL_FIELDS, MOMENT, TEXT_FIELDS, key, numbers_of
from search.query import filter_query
from search.results import FacetValue


class EmbeddedWriter:
    """Writes a Whoosh index in ``folder``, which is made when it does not exist."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(folder))
        self._index = storage.open_index() if storage.index_exists() else storage.create_index(schema())
        self._writer = self._index.writer()

    def add(self, document: Document) -> None:
        fields: dict[str, Any] = {IDENTIFIER: document.id, DOCUMENT: encode(document)}
        for text_field in TEXT_FIELDS:
            fields[text_field.stem] = fields[text_field.exact] = text_field.text_of(document)
        for label_field in LABEL_FIELDS:
            fields[label_field.name] = list(dict.fromkeys(map(key, label_field.labels_of(document))))
        self._writer.update_document(**fields, **numbers_of(document))

    def delete(self, document_id: str) -> None:
        self._writer.delete_by_term(IDENTIFIER, document_id)

    def commit(self) -> None:
        self._writer.commit()

    def cancel(self) -> None:
        self._writer.cancel()


class EmbeddedEngine:
    """Searches a Whoosh index in ``folder``."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        try:
            self._index: FileIndex = FileStorage(str(folder)).open_index()
        except EmptyIndexError as error:
            raise IndexMissing(f"Il n’y a pas d’index dans {folder}.", remedy="Lancez « trouvaille build ».") from error
        except OSError as error:
            raise IndexCorrupt(f"L’index {folder} est illisible : {error}.", remedy="Lancez « trouvaille build ».") from error
        self._searcher = self._index.searcher(weighting=FieldBM25())
        self._documents = {number: decode(stored[DOCUMENT]) for number, stored in self._searcher.reader().iter_docs()}
        self._numbers = {document.id: number for number, document in self._documents.items()}

    def search(self, query: EngineQuery) -> Matches:
        scores = self._scores(query)
        order = sorted(scores, key=lambda number: self._sort_key(number, scores[number], query.sort))
        by_date = query.sort != "relevance"
        hits = tuple(
            Match(self._documents[number].id, 0.0 if by_date else scores[number])
            for number in order[query.offset : query.offset + query.limit]
        )
        return Matches(len(scores), hits, {name: self._facet(name, scores) for name in query.facets})

    def documents(self, ids: Sequence[str]) -> list[Document]:
        try:
            return [self._documents[self._numbers[document_id]] for document_id in ids]
        except KeyError as error:
            raise ItemNotFound(f"Aucun contenu n’a l’identifiant {error.args[0]!r}.", id=error.args[0]) from error

    def ids(self) -> Iterator[str]:
        return iter(self._numbers)

    def count(self) -> int:
        return len(self._numbers)

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def _scores(self, query: EngineQuery) -> dict[int, float]:
        results = self._searcher.search(query.tree, limit=None, filter=filter_query(query.filters))
        return {number: score for score, number in results.top_n}

    def _sort_key(self, number: int, score: float, sort: str) -> tuple[float, int, str]:
        document = self._documents[number]
        moment = numbers_of(document).get(MOMENT)
        if sort == "date_asc":
            return (float(moment is None), moment or 0, document.id)
        return (0.0 if sort == "date" else -score, 2**62 if moment is None else -moment, document.id)

    def _facet(self, name: str, scores: dict[int, float]) -> tuple[FacetValue, ...]:
        field = next(field for field in LABEL_FIELDS if field.name == name)
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[str]] = {}
        for number, document in self._documents.items():
            for label_key, label in {key(label): label for label in field.labels_of(document)}.items():
                spellings.setdefault(label_key, Counter())[label] += 1
                counts[label_key] += number in scores
        shown = [FacetValue(min(spellings[k], key=lambda label: (-spellings[k][label], label)), n) for k, n in counts.items() if n]
        return tuple(sorted(shown, key=lambda value: (-value.count, key(value.value))))
