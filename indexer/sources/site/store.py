"""What a crawl has fetched, kept between builds.

An interrupted crawl goes on where it was; of an old page it is only asked whether it changed.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search.errors import SourceUnreadable

_TABLES = """
CREATE TABLE IF NOT EXISTS crawl (started TEXT NOT NULL, finished INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS page (
  address TEXT PRIMARY KEY, crawl TEXT NOT NULL, found_at TEXT NOT NULL, type TEXT NOT NULL,
  etag TEXT NOT NULL, modified TEXT NOT NULL, body BLOB NOT NULL, asked TEXT NOT NULL DEFAULT ''
);
"""


_LASTS = timedelta(days=1)
"""How long a page that a crawl asked for counts as read by it: a crawl may be interrupted for days."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it was fetched; ``found_at`` is its address after redirections, ``type`` the header Content-Type.

    ``asked`` is when it was last known to be like this.
    """

    address: str
    crawl: str
    found_at: str
    type: str
    etag: str
    modified: str
    body: bytes
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))


class PageStore:
    """The pages of one site in a SQLite file; every change is on disk before the next page is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.executescript(_TABLES)
        self._tell_when_pages_were_asked_for()
        self.crawl = self._unfinished() or self._begun()

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator["PageStore"]:
        """The store in a folder, made when it is not there; a file that is no database is replaced.

        Raises SourceUnreadable for whatever SQLite cannot do, also while the store is used: hours of crawl are never thrown away.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "pages.sqlite"
        try:
            if _is_no_database(path):
                path.unlink()
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                yield cls(connection)
        except sqlite3.Error as error:
            raise SourceUnreadable(
                f"Les pages gardées dans {path} ne peuvent être lues ou écrites ({error}).",
                remedy="Vérifiez qu’aucune autre lecture de ce site n’est en cours, qu’il reste de la place et que le fichier est "
                "accessible ; s’il est abîmé, supprimez-le : le site sera visité de nouveau.",
            ) from error

    def page(self, address: str) -> StoredPage | None:
        """The newest version that was fetched of a page."""
        columns = "address, crawl, found_at, type, etag, modified, body, asked"
        row = self._connection.execute(f"SELECT {columns} FROM page WHERE address = ?", (address,)).fetchone()  # noqa: S608
        if not row:
            return None
        known, crawl, found_at, kind, etag, modified, body, asked = row
        return StoredPage(known, crawl, found_at, kind, etag, modified, zlib.decompress(body), datetime.fromisoformat(asked))

    def is_fresh(self, page: StoredPage) -> bool:
        """Whether this crawl has already asked for the page."""
        return page.crawl == self.crawl

    def is_outdated(self, address: str) -> bool:
        """Whether this crawl has asked for the page, but so long ago that it should again."""
        row = self._connection.execute("SELECT crawl, asked FROM page WHERE address = ?", (address,)).fetchone()
        return bool(row) and row[0] == self.crawl and datetime.now(UTC) - datetime.fromisoformat(row[1]) > _LASTS

    def save(self, page: StoredPage) -> None:
        packed = zlib.compress(page.body)
        known = (page.address, page.crawl, page.found_at, page.type, page.etag, page.modified, packed, page.asked.isoformat())
        self._connection.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", known)

    def confirm(self, address: str) -> None:
        """Notes that a page has not changed."""
        now = datetime.now(UTC).isoformat()
        self._connection.execute("UPDATE page SET crawl = ?, asked = ? WHERE address = ?", (self.crawl, now, address))

    def keep(self, address: str) -> None:
        """Notes that a page stays as it was, since it cannot be had now."""
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

    def _tell_when_pages_were_asked_for(self) -> None:
        """Files that were written before this was told know when the crawl of each page began."""
        if "asked" not in {column[1] for column in self._connection.execute("PRAGMA table_info(page)")}:
            self._connection.execute("ALTER TABLE page ADD COLUMN asked TEXT NOT NULL DEFAULT ''")
        self._connection.execute("UPDATE page SET asked = crawl WHERE asked = ''")

    def _unfinished(self) -> str:
        row = self._connection.execute("SELECT started FROM crawl WHERE finished = 0 ORDER BY started DESC").fetchone()
        return str(row[0]) if row else ""

    def _begun(self) -> str:
        started = datetime.now(UTC).isoformat()
        self._connection.execute("INSERT INTO crawl VALUES (?, 0)", (started,))
        return started


def _is_no_database(path: Path) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                return True
            raise
    return False
