"""What a crawl has fetched, kept between builds.

An interrupted crawl goes on where it was; of an old page it is only asked whether it changed.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS crawl (started TEXT NOT NULL, finished INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS page (
  address TEXT PRIMARY KEY, crawl TEXT NOT NULL, found_at TEXT NOT NULL, type TEXT NOT NULL,
  etag TEXT NOT NULL, modified TEXT NOT NULL, body BLOB NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it was fetched; ``found_at`` is its address after redirections, ``type`` the header Content-Type."""

    address: str
    crawl: str
    found_at: str
    type: str
    etag: str
    modified: str
    body: bytes


class PageStore:
    """The pages of one site in a SQLite file; every change is on disk before the next page is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(_TABLES)
        self.crawl = self._unfinished() or self._begun()

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator["PageStore"]:
        """The store in a folder, made when it is not there; one that is damaged is made anew."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "pages.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            try:
                store = cls(connection)
            except sqlite3.DatabaseError:
                connection.close()
                path.unlink()
                connection = sqlite3.connect(path, isolation_level=None)
                store = cls(connection)
            yield store
        finally:
            connection.close()

    def page(self, address: str) -> StoredPage | None:
        """The newest version that was fetched of a page."""
        columns = "address, crawl, found_at, type, etag, modified, body"
        row = self._connection.execute(f"SELECT {columns} FROM page WHERE address = ?", (address,)).fetchone()  # noqa: S608
        if not row:
            return None
        known, crawl, found_at, kind, etag, modified, body = row
        return StoredPage(known, crawl, found_at, kind, etag, modified, zlib.decompress(body))

    def is_fresh(self, page: StoredPage) -> bool:
        """Whether this crawl has already asked for the page."""
        return page.crawl == self.crawl

    def save(self, page: StoredPage) -> None:
        values = (page.address, page.crawl, page.found_at, page.type, page.etag, page.modified, zlib.compress(page.body))
        self._connection.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def confirm(self, address: str) -> None:
        """Notes that a page has not changed."""
        self._connection.execute("UPDATE page SET crawl = ? WHERE address = ?", (self.crawl, address))

    def addresses(self) -> list[str]:
        """Those of all pages, in the order in which they came."""
        return [address for (address,) in self._connection.execute("SELECT address FROM page ORDER BY rowid")]

    def end(self) -> None:
        """Ends the crawl: the next one asks for every page again."""
        self._connection.execute("UPDATE crawl SET finished = 1 WHERE started = ?", (self.crawl,))

    def finish(self) -> None:
        """Ends a crawl that saw the whole site: what it did not find any more is forgotten."""
        self.end()
        self._connection.execute("DELETE FROM page WHERE crawl <> ?", (self.crawl,))

    def _unfinished(self) -> str:
        row = self._connection.execute("SELECT started FROM crawl WHERE finished = 0 ORDER BY started DESC").fetchone()
        return str(row[0]) if row else ""

    def _begun(self) -> str:
        started = datetime.now(UTC).isoformat()
        self._connection.execute("INSERT INTO crawl VALUES (?, 0)", (started,))
        return started
