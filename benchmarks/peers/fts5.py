"""SQLite FTS5. It has no French stemmer, so it is given the words that our analyser makes of the texts."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.contender import TOP, TOP10_TOTAL, Found
from benchmarks.peers.fields import BOOSTS, FIELDS, texts_of
from search.analysis import ANALYSER
from search.document import Document, encode
from search.fields import LABEL_FIELDS, MOMENT, numbers_of

_FILE = "index.sqlite"
_LABELS = ", ".join(field.name for field in LABEL_FIELDS)
_WEIGHTS = ", ".join(str(BOOSTS[name]) for name in FIELDS)
_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, {MOMENT} INTEGER, {_LABELS}, document BLOB);
CREATE VIRTUAL TABLE words USING fts5 ({", ".join(FIELDS)}, content = '', tokenize = "ascii tokenchars '.'");
INSERT INTO words (words, rank) VALUES ('rank', 'bm25({_WEIGHTS})');
INSERT INTO words (words, rank) VALUES ('automerge', 0);
"""  # noqa: S608

_SEARCH = "SELECT rowid, count(*) OVER () FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
"""One pass; a second query for the total took a fifth longer."""


class FTS5:
    """A full-text table without its own copy of the texts, beside a table of the documents."""

    def build(self, documents: Iterable[Document], folder: Path, threads: int) -> None:
        del threads  # SQLite writes on one
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _FILE)
        connection.executescript(_SCHEMA)
        with connection:
            for number, document in enumerate(documents):
                _add(connection, number, document)
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.close()

    def replace(self, document: Document, folder: Path) -> None:
        raise NotImplementedError("a table without its own texts cannot replace one before SQLite 3.43")

    def open(self, folder: Path) -> "OpenFTS5":
        return OpenFTS5(folder)


class OpenFTS5:
    """Any of the words, ranked by bm25(); keys are row numbers."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(f"file:{folder / _FILE}?mode=ro", uri=True)
        self._connection.execute("PRAGMA mmap_size = 8000000000")
        self.tasks = {TOP10_TOTAL: self._found}

    def ids(self, found: Found) -> list[str]:
        select = "SELECT id FROM documents WHERE number = ?"
        return [self._connection.execute(select, (number,)).fetchone()[0] for number in found.keys]

    def rank(self, text: str, limit: int) -> list[str]:
        return self.ids(self._found(text, limit))

    def close(self) -> None:
        self._connection.close()

    def _found(self, text: str, limit: int = TOP) -> Found:
        words = ANALYSER.stems(text) or ANALYSER.words(text)
        if not words:
            return Found([], 0)
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        rows = self._connection.execute(_SEARCH, (query, limit)).fetchall()
        return Found([number for number, _ in rows], rows[0][1] if rows else 0)


def _add(connection: sqlite3.Connection, number: int, document: Document) -> None:
    labels = [" | ".join(field.labels_of(document)) for field in LABEL_FIELDS]
    row = (number, document.id, numbers_of(document).get(MOMENT), *labels, encode(document))
    connection.execute(f"INSERT INTO documents VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    words = [" ".join(ANALYSER.stems(text)) for text in texts_of(document).values()]
    connection.execute(f"INSERT INTO words (rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?)", (number, *words))  # noqa: S608
