"""A vocabulary for tests: words with the number of documents that have each of them."""

from pathlib import Path

from indexer.vocabulary import VocabularyModel
from search.document import Document
from search.vocabulary import Vocabulary

WORDS = {
    "jumelage": 9,
    "jumelages": 4,
    "Togo": 40,
    "coopération": 30,
    "coopérative": 3,
    "assainissement": 8,
    "pharmacie": 2,
    "commune": 20,
    "comme": 25,
    "développement": 12,
    "œuvre": 2,
    "FCT": 5,
    "formation": 60,
    "formatin": 1,
    "L1115": 2,
}


def documents(words: dict[str, int] = WORDS) -> list[Document]:
    most = max(words.values())
    return [
        Document(
            id=str(row), title=" ".join(word for word, count in words.items() if row < count), countries=("Mali",), media=("photo",)
        )
        for row in range(most)
    ]


def vocabulary(folder: Path, words: dict[str, int] = WORDS) -> Vocabulary:
    model = VocabularyModel().learn(documents(words))
    model.save(folder, model.spellings())
    return Vocabulary(folder)
