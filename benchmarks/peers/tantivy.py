"""tantivy by its Python binding: a French analyser as close to ours as the binding allows."""

import re
from collections.abc import Iterable
from pathlib import Path

import tantivy

from benchmarks.contender import TOP, TOP10_TOTAL, Found
from benchmarks.peers.fields import BOOSTS, FIELDS, texts_of
from search.document import Document, decode, encode
from search.fields import LABEL_FIELDS, MOMENT, numbers_of
from search.stopwords import STOP_WORDS

HEAP_PER_THREAD = 1_000_000_000
"""Bytes that a thread fills before it writes a segment: on one thread, 75,000 documents make a single segment, its best case."""

_FRENCH = "french"
_NOT_WORDS = re.compile(r"[\W_]+")


def analyser() -> tantivy.TextAnalyzer:
    """Words, lower case, no accents, our stop words (elided articles among them), Snowball's French stem."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(64))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS)))
        .filter(tantivy.Filter.stemmer(_FRENCH))
        .build()
    )


def schema() -> tantivy.Schema:
    """Text fields with positions, labels and the date as columns, the document stored whole."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=_FRENCH, index_option="position")
    for field in LABEL_FIELDS:
        builder.add_text_field(f"label_{field.name}", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(MOMENT, fast=True, indexed=True)
    builder.add_bytes_field("document", stored=True)
    return builder.build()


class Tantivy:
    """The same stored fields and columns as ours."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        writer = _index(folder).writer(heap_size=HEAP_PER_THREAD * threads, num_threads=threads)
        for document in documents:
            writer.add_document(_converted(document))
        writer.commit()
        writer.wait_merging_threads()

    def replace(self, document: Document, folder: Path) -> None:
        writer = _index(folder).writer(num_threads=1)
        writer.delete_documents_by_term("id", document.id)
        writer.add_document(_converted(document))
        writer.commit()

    def open(self, folder: Path) -> "OpenTantivy":
        return OpenTantivy(folder)


class OpenTantivy:
    """tantivy's query parser on the typed text, any word, in any field; keys are its document addresses."""

    def __init__(self, folder: Path) -> None:
        self._index = _index(folder)
        self._searcher = self._index.searcher()
        self.tasks = {TOP10_TOTAL: self._found}

    def ids(self, found: Found) -> list[str]:
        return [decode(bytes(self._searcher.doc(address)["document"][0])).id for address in found.keys]

    def rank(self, text: str, limit: int) -> list[str]:
        return self.ids(self._found(text, limit))

    def close(self) -> None:
        del self._searcher, self._index

    def _found(self, text: str, limit: int = TOP) -> Found:
        # What its query language would read as operators (and lower case: AND, OR, NOT) is no business of a visitor.
        words = _NOT_WORDS.sub(" ", text.lower())
        try:
            query = self._index.parse_query(words, list(FIELDS), field_boosts=BOOSTS)
        except ValueError:  # nothing but stop words
            return Found([], 0)
        answer = self._searcher.search(query, limit, count=True)
        return Found([address for _, address in answer.hits], answer.count)  # type: ignore[attr-defined]


def _index(folder: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(folder))
    index.register_tokenizer(_FRENCH, analyser())
    return index


def _converted(document: Document) -> tantivy.Document:
    converted = tantivy.Document()
    converted.add_text("id", document.id)
    for name, text in texts_of(document).items():
        converted.add_text(name, text)
    for field in LABEL_FIELDS:
        for label in field.labels_of(document):
            converted.add_text(f"label_{field.name}", label)
    if MOMENT in (numbers := numbers_of(document)):
        converted.add_integer(MOMENT, numbers[MOMENT])
    converted.add_bytes("document", encode(document))
    return converted
