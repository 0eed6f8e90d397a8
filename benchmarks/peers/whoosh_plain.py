"""Plain Whoosh: its standard codec, its own French chain with accents folded, its own parser and searcher."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.qparser import MultifieldPlugin, OrGroup, QueryParser, WhitespacePlugin
from whoosh.support.charset import accent_map

from benchmarks.contender import TOP, TOP10_TOTAL, Found
from benchmarks.peers.fields import BOOSTS, FIELDS, texts_of
from search.document import Document, decode, encode
from search.fields import LABEL_FIELDS, MOMENT, key, numbers_of
from search.stopwords import STOP_WORDS

MEMORY = 512
"""Megabytes that the writer sorts in: more than the whole corpus needs, so that it merges nothing."""


def schema() -> Schema:
    """Text fields with positions, labels, the date as a column, the document stored whole."""
    chain = RegexTokenizer(r"\w+") | LowercaseFilter() | CharsetFilter(accent_map)
    chain = chain | StopFilter(stoplist=STOP_WORDS, minsize=1) | StemFilter(lang="fr", cachesize=-1)
    fields: dict[str, Any] = {name: TEXT(analyzer=chain, field_boost=BOOSTS[name]) for name in FIELDS}
    fields |= {f"label_{field.name}": KEYWORD(commas=True) for field in LABEL_FIELDS}
    return Schema(id=ID(unique=True), **{MOMENT: NUMERIC(bits=64, sortable=True)}, document=STORED, **fields)


class PlainWhoosh:
    """The same stored fields and columns as ours."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        del threads  # its several processes leave several segments, which cost more to search
        folder.mkdir(parents=True, exist_ok=True)
        index = FileStorage(str(folder)).create_index(schema())
        writer = index.writer(limitmb=MEMORY, multisegment=False)
        for document in documents:
            writer.add_document(**_converted(document))
        writer.commit()
        index.close()

    def replace(self, document: Document, folder: Path) -> None:
        index = FileStorage(str(folder)).open_index()
        writer = index.writer(limitmb=MEMORY)
        writer.update_document(**_converted(document))
        writer.commit()
        index.close()

    def open(self, folder: Path) -> "OpenPlainWhoosh":
        return OpenPlainWhoosh(folder)


class OpenPlainWhoosh:
    """Any of the words, in any field, by its BM25F; keys are document numbers."""

    def __init__(self, folder: Path) -> None:
        self._index = FileStorage(str(folder)).open_index()
        self._searcher = self._index.searcher()
        # Nothing but words: the plugins of its query language would only cost time.
        plugins = [WhitespacePlugin(), MultifieldPlugin(FIELDS)]
        self._parser = QueryParser(None, self._index.schema, plugins=plugins, group=OrGroup)
        self.tasks = {TOP10_TOTAL: self._found}

    def ids(self, found: Found) -> list[str]:
        return [decode(self._searcher.stored_fields(number)["document"]).id for number in found.keys]

    def rank(self, text: str, limit: int) -> list[str]:
        return self.ids(self._found(text, limit))

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def _found(self, text: str, limit: int = TOP) -> Found:
        # With its optimisation, which skips documents, it has to count them in a second pass: twice as slow.
        results = self._searcher.search(self._parser.parse(text), limit=limit, optimize=False)
        return Found([number for _, number in results.top_n], len(results))


def _converted(document: Document) -> dict[str, Any]:
    labels = {f"label_{field.name}": ",".join(map(key, field.labels_of(document))) for field in LABEL_FIELDS}
    return {"id": document.id, "document": encode(document), **texts_of(document), **labels, **_moment(document)}


def _moment(document: Document) -> dict[str, int]:
    numbers = numbers_of(document)
    return {MOMENT: numbers[MOMENT]} if MOMENT in numbers else {}
