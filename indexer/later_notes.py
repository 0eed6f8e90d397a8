"""What each document that came since says to the portal's language: kept, so that an update reads only what is new.

Words that the vocabulary knows are left out: they keep their counts until all is learnt again.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from indexer.vocabulary import VocabularyModel, commonest, write_vocabulary
from search.document import Document, without_texts
from search.vocabulary import Vocabulary

NOTES = "notes.json"


class NewWord(msgspec.Struct, frozen=True, array_like=True):
    """A folded word that the vocabulary does not have: its stems without digits, and how often each spelling was met."""

    stems: tuple[str, ...]
    spellings: dict[str, int]


class Note(msgspec.Struct, frozen=True, array_like=True):
    """A document without its texts, its new words, and its labels as names of fields and keys."""

    card: Document
    words: dict[str, NewWord]
    labels: tuple[tuple[str, str], ...]


Notes = dict[str, Note]
"""The notes of documents by their ids."""


def noted(document: Document, known: Vocabulary) -> Note:
    """What a document says that a vocabulary does not know."""
    model = VocabularyModel().learn((document,))
    new = {word for word in model.words_ if not known.has_word(word)}
    stems: dict[str, set[str]] = {word: set() for word in new}
    spellings: dict[str, dict[str, int]] = {word: {} for word in new}
    for word, stem, spelling, count in model.uses():
        if word in new:
            spellings[word][spelling] = spellings[word].get(spelling, 0) + count
            stems[word].update((stem,) if stem.isalpha() else ())
    words = {word: NewWord(tuple(sorted(stems[word])), spellings[word]) for word in sorted(new) if word.isalpha() or stems[word]}
    return Note(without_texts(document), words, tuple(sorted(model.labels_)))


def write_later_vocabulary(notes: Iterable[Note], folder: Path) -> None:
    """Writes the vocabulary of the new words."""
    documents: dict[str, int] = {}
    stems: dict[str, set[str]] = {}
    spellings: dict[str, dict[str, int]] = {}
    labels: set[tuple[str, str]] = set()
    for note in notes:
        labels.update(note.labels)
        for word, new in note.words.items():
            documents[word] = documents.get(word, 0) + 1
            stems.setdefault(word, set()).update(new.stems)
            _add(new.spellings, spellings.setdefault(word, {}))
    counts: dict[str, int] = {}
    for word, of_word in stems.items():
        for stem in of_word:
            counts[stem] = max(counts.get(stem, 0), documents[word])
    write_vocabulary(folder, documents, counts, labels, {word: commonest(found) for word, found in spellings.items()})


def save_notes(notes: Mapping[str, Note], folder: Path) -> None:
    """Writes the notes."""
    (folder / NOTES).write_bytes(msgspec.json.encode(notes))


def load_notes(folder: Path | None) -> Notes:
    """What ``save_notes`` wrote; nothing where there is none: before the first update, or after one of an earlier version."""
    if folder is None or not (folder / NOTES).exists():
        return {}
    return msgspec.json.decode((folder / NOTES).read_bytes(), type=Notes)


def _add(counts: Mapping[str, int], sums: dict[str, int]) -> None:
    for spelling, count in counts.items():
        sums[spelling] = sums.get(spelling, 0) + count
