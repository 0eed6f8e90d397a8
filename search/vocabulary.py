"""The words of a generation: which are known, how the portal spells them, and which are close to a given one.

``indexer.vocabulary`` learns it into plain arrays; opened memory-mapped, it costs nothing until a word is asked for. A word
is looked for among those that share nearly all its letters (one 64-bit set of letters a word, compared all at once),
and only those few are compared letter by letter.
"""

from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.mapped_arrays import load_mapped
from search.phonetics import sound
from search.string_table import StringTable

FILES = {
    "stems": "uint64 (S,): ascending digests of all stems without digits",
    "stem_documents": "int32 (S,): documents that have the commonest word of each stem",
    "labels": "uint64 (L,): ascending digests of the names and keys of all labels",
    "words": "bytes of 30 (W,): the folded words, ascending",
    "word_documents": "int32 (W,): documents that have each word",
    "letters": "uint64 (W,): the set of its letters, one bit each",
    "pairs": "uint64 (W,): the set of its pairs of neighbouring letters, spread over 64 bits",
    "lengths": "uint8 (W,): its number of letters",
    "sounds": "uint64 (W,): ascending digests of the words' sounds",
    "sound_rows": "int32 (W,): the word of each sound",
}
"""The arrays of a vocabulary, with their types and shapes; S stems, W words of letters only, ``SHORTEST`` to ``LONGEST`` long."""

STRINGS = ("spellings",)
"""Its string table: how the portal spells each of the words most often."""

SHORTEST, LONGEST = 3, 30
"""Letters of the words that are kept as ones to correct to."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the portal that may be meant: folded, as the portal spells it, and the documents that have it."""

    word: str
    spelling: str
    documents: int


class Vocabulary:
    """A vocabulary in ``folder``, memory-mapped, and one of the words that came ``since``, whose rows go on where its own end."""

    def __init__(self, folder: Path, since: Path | None = None) -> None:
        self._later = Vocabulary(since) if since is not None else None
        arrays = {name: load_mapped(folder / f"{name}.npy") for name in FILES}
        self._stems, self._stem_documents = arrays["stems"], arrays["stem_documents"]
        self._labels = arrays["labels"]
        self._words, self._documents = arrays["words"], arrays["word_documents"]
        self._letters, self._pairs, self._lengths = arrays["letters"], arrays["pairs"], arrays["lengths"]
        self._sounds, self._sound_rows = arrays["sounds"], arrays["sound_rows"]
        self._spellings = StringTable.load(folder / "spellings")

    def documents_with(self, stem: str) -> int:
        """How many documents have the commonest word of a stem (without digits); 0 when none has any."""
        wanted = digest(stem)
        place = int(np.searchsorted(self._stems, wanted))
        known = place < len(self._stems) and self._stems[place] == wanted
        later = self._later.documents_with(stem) if self._later is not None else 0
        return (int(self._stem_documents[place]) if known else 0) + later

    def has_label(self, name: str, key: str) -> bool:
        """Whether a document has the label of this key in this field."""
        wanted = label_digest(name, key)
        place = int(np.searchsorted(self._labels, wanted))
        known = place < len(self._labels) and bool(self._labels[place] == wanted)
        return known or (self._later is not None and self._later.has_label(name, key))

    def spelling(self, word: str) -> str:
        """How the portal spells a folded word most often; the word itself when the portal does not have it."""
        row = self._row(word)
        if row >= 0:
            return self._spellings[row]
        return self._later.spelling(word) if self._later is not None else word

    def has_word(self, word: str) -> bool:
        """Whether a folded word is one to correct to."""
        return self._row(word) >= 0 or (self._later is not None and self._later.has_word(word))

    def _row(self, word: str) -> int:
        wanted = word.encode("ascii", "replace")
        row = int(np.searchsorted(self._words, wanted))
        return row if row < len(self._words) and self._words[row] == wanted else -1

    def similar(self, word: str, edits: int) -> Rows:
        """The rows of the words that may be within ``edits`` of a word: nearly its length, letters and pairs of letters."""
        near = np.bitwise_count(self._letters ^ letter_set(word)) <= 2 * edits
        near &= np.abs(self._lengths.astype(np.int16) - len(word)) <= edits
        rows: Rows = np.flatnonzero(near)
        near_pairs: Rows = rows[np.bitwise_count(self._pairs[rows] ^ pair_set(word)) <= 6 * edits]
        return self._and_later(near_pairs, self._later.similar(word, edits) if self._later is not None else None)

    def homophones(self, word: str) -> Rows:
        """The rows of the words that sound like a word."""
        wanted = digest(sound(word))
        first, last = (int(np.searchsorted(self._sounds, wanted, side)) for side in ("left", "right"))
        rows: Rows = self._sound_rows[first:last].astype(np.int64)
        return self._and_later(rows, self._later.homophones(word) if self._later is not None else None)

    def _and_later(self, rows: Rows, later: Rows | None) -> Rows:
        return rows if later is None else np.concatenate((rows, later + len(self._words)))

    def words(self, rows: Rows) -> list[str]:
        """The folded words of ascending rows."""
        found: list[str] = self._words[rows[rows < len(self._words)]].astype(str).tolist()
        return found + (self._later.words(rows[rows >= len(self._words)] - len(self._words)) if self._later is not None else [])

    def candidate(self, row: int) -> Candidate:
        """The word of a row."""
        if row >= len(self._words) and self._later is not None:
            return self._later.candidate(row - len(self._words))
        return Candidate(self._words[row].decode(), self._spellings[row], int(self._documents[row]))


def digest(text: str) -> np.uint64:
    """64 bits that stand for a text."""
    return np.uint64(int.from_bytes(blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "little"))


def label_digest(name: str, key: str) -> np.uint64:
    """64 bits that stand for a label of a field."""
    return digest(f"{name}\0{key}")


def letter_set(word: str) -> np.uint64:
    """The letters a to z of a folded word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) - 97)
    return np.uint64(bits)


def pair_set(word: str) -> np.uint64:
    """The pairs of neighbouring letters of a folded word, each as one of 64 bits."""
    bits = 0
    for one, other in pairwise(word):
        bits |= 1 << ((ord(one) * 31 + ord(other)) % 64)
    return np.uint64(bits)
