"""Trouvaille's embedded engine, by the path that serves."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.contender import TOP, TOP10_TOTAL, TOP10_TOTAL_FACETS3, TOP10_TOTAL_REFINED, Found
from search.analysis import ANALYSER
from search.document import Document
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.index import matches_anything
from search.interpretation import Interpreter
from search.latent import LatentVectors
from search.ranking import WEIGHTS
from search.synonyms import Synonyms
from search.vocabulary import Vocabulary

FACETS3 = ("kind", "category", "theme")

VALUES = 60
"""Of each facet: more than a page shows, as programs ask for whole lists."""


class Trouvaille:
    """Both views of each text field, label and date columns, the document itself."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        writer = EmbeddedWriter(folder, processes=threads)
        for document in documents:
            writer.add(document)
        writer.commit(optimize=True)

    def replace(self, document: Document, folder: Path) -> None:
        writer = EmbeddedWriter(folder)
        writer.add(document)
        writer.commit()

    def learn(self, folder: Path) -> None:
        """The vocabulary and the latent vectors of an index: peers have none, so builds are compared without them."""
        from indexer.language import learn_language  # an index is served, and peers are measured, without what learning imports
        from indexer.latent import learn_latent
        from indexer.learning import documents_of

        documents = documents_of(folder)
        learn_language(documents, language_folder(folder))
        learn_latent(documents).save(_latent_folder(folder))

    def open(self, folder: Path) -> "OpenTrouvaille":
        if not language_folder(folder).exists():
            self.learn(folder)
        return OpenTrouvaille(folder)


class OpenTrouvaille:
    """Any of the words, in any text field: each field's BM25, summed; and the same with the best ordered again."""

    def __init__(self, folder: Path) -> None:
        self._engine = EmbeddedEngine(folder, LatentVectors.load(_latent_folder(folder)))
        self._interpreter = Interpreter(
            Vocabulary(language_folder(folder)), Synonyms(), WEIGHTS, ANALYSER, partial(matches_anything, self._engine)
        )
        self.tasks = {
            TOP10_TOTAL: self._found,
            TOP10_TOTAL_FACETS3: partial(self._found, facets=FACETS3),
            TOP10_TOTAL_REFINED: partial(self._found, is_refined=True),
        }

    def suggestion(self, text: str) -> str | None:
        """The query as the portal would spell it."""
        return self._interpreter.suggestion(text)

    def ids(self, found: Found) -> list[str]:
        return list(found.keys)

    def close(self) -> None:
        self._engine.close()

    def _found(self, text: str, facets: tuple[str, ...] = (), *, is_refined: bool = False) -> Found:
        meant = self._interpreter.interpret(text)
        words, stems = (meant.exact_words, meant.telling_stems) if is_refined else ((), ())
        matches = self._engine.search(
            EngineQuery(meant.tree, limit=TOP, facets=facets, facet_values=VALUES, words=words, stems=stems)
        )
        return Found([match.id for match in matches.hits], matches.total)


def language_folder(folder: Path) -> Path:
    """Where the vocabulary of the index in a folder is."""
    return folder.with_name(f"{folder.name}-language")


def _latent_folder(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-latent")
