"""Learns what an index says of its language: its vocabulary, its acronyms, what it can suggest while one types."""

from pathlib import Path

from indexer.acronyms import acronyms_of, judged
from indexer.suggestions import save_suggestions
from indexer.vocabulary import VocabularyModel
from search.acronyms import write_acronyms
from search.engines.embedded import EmbeddedEngine


def learn_language(index: Path, folder: Path) -> None:
    """Reads the documents of an index back and writes the ``language`` folder of their generation."""
    engine = EmbeddedEngine(index)
    try:
        documents = engine.documents(sorted(engine.ids()))
    finally:
        engine.close()
    save_suggestions(documents, folder)
    vocabulary = VocabularyModel().learn(documents)
    spellings = vocabulary.spellings()
    vocabulary.save(folder, spellings)
    write_acronyms(judged(acronyms_of(documents), lambda word: spellings.get(word, "").islower()), folder)
