"""Learns the words of all documents and writes the vocabulary that ``search.vocabulary`` serves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import ANALYSER, Analyser
from search.document import Document
from search.fields import LABEL_FIELDS, TEXT_FIELDS, key
from search.phonetics import sound
from search.string_table import StringTable
from search.tokenisation import chunks_of
from search.vocabulary import LONGEST, SHORTEST, digest, label_digest, letter_set, pair_set


class VocabularyModel:
    """What is learnt from documents. Attributes that end in ``_`` exist after ``learn``."""

    def __init__(self, analyser: Analyser = ANALYSER) -> None:
        self.analyser = analyser

    def learn(self, documents: Iterable[Document]) -> "VocabularyModel":
        """Counts the documents of every word, and the occurrences of every chunk of text."""
        self.words_: Counter[str] = Counter()
        self.chunks_: Counter[str] = Counter()
        self.labels_: set[tuple[str, str]] = set()
        for document in documents:
            chunks = list(chain.from_iterable(chunks_of(field.text_of(document)) for field in TEXT_FIELDS))
            self.labels_.update((field.name, key(label)) for field in LABEL_FIELDS for label in field.labels_of(document))
            self.chunks_.update(chunks)
            self.words_.update(set(chain.from_iterable([self.analyser.chunk(chunk).words for chunk in set(chunks)])))
        return self

    def save(self, folder: Path, spellings: Mapping[str, str]) -> None:
        """Writes the vocabulary; ``spellings`` are those of the words."""
        write_vocabulary(folder, self.words_, self._stems(), self.labels_, spellings)

    def uses(self) -> Iterator[tuple[str, str, str, int]]:
        """Each word, its stem and its spelling where a chunk has it, with the occurrences of the chunk."""
        for chunk, count in self.chunks_.items():
            for token in self.analyser.chunk(chunk).tokens:
                yield token.word, token.stem, chunk[token.start : token.end], count

    def _stems(self) -> dict[str, int]:
        """Every stem without digits with the documents of its commonest word."""
        stems: dict[str, int] = {}
        for word, stem, _, _ in self.uses():
            if stem.isalpha():
                stems[stem] = max(stems.get(stem, 0), self.words_[word])
        return stems

    def spellings(self) -> dict[str, str]:
        """The commonest spelling of each word."""
        counts: dict[str, Counter[str]] = {}
        for word, _, spelling, count in self.uses():
            counts.setdefault(word, Counter())[spelling] += count
        return {word: commonest(found) for word, found in counts.items()}


def commonest(spellings: Mapping[str, int]) -> str:
    """The commonest spelling by how often each was met; of equally common ones, lower case first."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling.swapcase()))


def write_vocabulary(
    folder: Path,
    documents: Mapping[str, int],
    stem_documents: Mapping[str, int],
    labels: Iterable[tuple[str, str]],
    spellings: Mapping[str, str],
) -> None:
    """Writes the arrays and string tables named in ``search.vocabulary``.

    ``documents`` counts those of each word, ``stem_documents`` those of each stem; ``labels`` are names of fields and keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = sorted(word for word in documents if SHORTEST <= len(word) <= LONGEST and word.isalpha())
    stems = {digest(stem): count for stem, count in stem_documents.items()}
    sounds = np.array([digest(sound(word)) for word in words], dtype=np.uint64)
    by_sound = np.argsort(sounds, kind="stable")
    arrays: dict[str, npt.NDArray[Any]] = {
        "stems": np.array(sorted(stems), dtype=np.uint64),
        "stem_documents": np.array([stems[one] for one in sorted(stems)], dtype=np.int32),
        "word_documents": np.array([documents[word] for word in words], dtype=np.int32),
        "labels": np.array(sorted(label_digest(*label) for label in labels), dtype=np.uint64),
        "words": np.array(words, dtype=f"S{LONGEST}"),
        "letters": np.array([letter_set(word) for word in words], dtype=np.uint64),
        "pairs": np.array([pair_set(word) for word in words], dtype=np.uint64),
        "lengths": np.array([len(word) for word in words], dtype=np.uint8),
        "sounds": sounds[by_sound],
        "sound_rows": by_sound.astype(np.int32),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    StringTable.of(spellings[word] for word in words).save(folder / "spellings")
