"""Learns what an index says of its language: its vocabulary, its acronyms, what it can suggest while one types."""

from collections.abc import Sequence
from pathlib import Path

from indexer.acronyms import acronyms_of, judged
from indexer.suggestions import PopularQuery, save_suggestions
from indexer.vocabulary import VocabularyModel
from search.acronyms import write_acronyms
from search.document import Document


def learn_language(documents: Sequence[Document], folder: Path, popular: Sequence[PopularQuery] = ()) -> None:
    """Writes the ``language`` folder of a generation of these documents, which come sorted by id.

    Queries that are ``popular`` take part in what is suggested.
    """
    vocabulary = VocabularyModel().learn(documents)
    spellings = vocabulary.spellings()
    save_suggestions(documents, folder, popular, spellings)
    vocabulary.save(folder, spellings)
    write_acronyms(judged(acronyms_of(documents), lambda word: spellings.get(word, "").islower()), folder)
