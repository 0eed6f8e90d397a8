"""bm25s: BM25 scores computed at build time, in one field of title, themes and body; words stemmed by PyStemmer."""

import re
from collections.abc import Iterable
from pathlib import Path

import bm25s  # type: ignore[import-untyped]
import msgspec
import numpy as np
import Stemmer  # type: ignore[import-not-found]
from unidecode import unidecode

from benchmarks.contender import TOP, TOP10_TOTAL, Found
from benchmarks.peers.fields import texts_of
from search.document import Document
from search.stopwords import STOP_WORDS

_IDS = "ids.json"
_WORD = re.compile(r"[a-z0-9]+")


class Words:
    """Folded words without our stop words, by Snowball's French stem."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("french")

    def __call__(self, text: str) -> list[str]:
        words = [word for word in _WORD.findall(unidecode(text).lower()) if word not in STOP_WORDS]
        stems: list[str] = self._stemmer.stemWords(words)
        return stems


class BM25S:
    """It stores no documents: it takes part in the searches only."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        del threads
        words = Words()
        ids = []
        texts = []
        for document in documents:
            ids.append(document.id)
            texts.append(words("\n".join(texts_of(document).values())))
        index = bm25s.BM25(k1=1.2, b=0.75)
        index.index(texts, show_progress=False)
        index.save(folder, show_progress=False)
        (folder / _IDS).write_bytes(msgspec.json.encode(ids))

    def replace(self, document: Document, folder: Path) -> None:
        raise NotImplementedError("bm25s builds a new index for every change")

    def open(self, folder: Path) -> "OpenBM25S":
        return OpenBM25S(folder)


class OpenBM25S:
    """Scores of all documents; keys are their numbers."""

    def __init__(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder)
        self._ids = msgspec.json.decode((folder / _IDS).read_bytes(), type=list[str])
        self._words = Words()
        self.tasks = {TOP10_TOTAL: self._found}

    def ids(self, found: Found) -> list[str]:
        return [self._ids[number] for number in found.keys]

    def rank(self, text: str, limit: int) -> list[str]:
        return self.ids(self._found(text, limit))

    def close(self) -> None:
        del self._index

    def _found(self, text: str, limit: int = TOP) -> Found:
        words = self._words(text)
        if not words:
            return Found([], 0)
        scores = self._index.get_scores(words)
        total = int(np.count_nonzero(scores))
        top = min(limit, total)
        best = np.argpartition(scores, len(scores) - top)[len(scores) - top :] if top else np.empty(0, dtype=np.int64)
        return Found(best[np.argsort(-scores[best])].tolist(), total)
