"""Reads the tables of a SPIP database, whatever its server and its version: columns that a version lacks come out empty."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    cast,
    create_engine,
    false,
    func,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from search.errors import SourceUnreadable

ARTICLE_COLUMNS = (
    "id_article surtitre titre soustitre id_rubrique descriptif chapo texte ps date statut date_modif lang id_trad virtuel"
).split()
_DRIVERS = {
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_DUMP = (
    "Une sauvegarde SQL se charge d’abord dans un serveur (mariadb BASE < sauvegarde.sql), "
    "puis se lit là : spip:mysql://lecteur:secret@localhost/BASE. Celle que SPIP fait lui-même (.sqlite) se lit telle quelle."
)
_SQLITE = b"SQLite format 3\0"
_REMEDY = "Exemples : spip:sauvegarde.sqlite, spip:mysql://lecteur:secret@localhost/portail."
_FETCHED_AT_ONCE = 200

Row = Mapping[str, str]
"""A row as texts: numbers in digits, dates as ``2025-05-26 14:00:00`` or ``0000-00-00 00:00:00``, nulls empty."""


class SpipDatabase:
    """The tables of one site, named ``<prefix>_articles`` and so on, read in one connection."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self._connection = connection
        self._prefix = prefix
        self._columns: dict[str, set[str]] = {}

    def has(self, table: str) -> bool:
        """Whether the site has this table (plugins bring theirs)."""
        return bool(self._known(table))

    def rows(self, table: str, columns: str, order: str = "") -> Iterator[Row]:
        """All rows of a table with the columns named, those that it lacks empty; none when there is no such table."""
        known = self._known(table)
        wanted = columns.split()
        present = [name for name in wanted if name in known]
        if not present:
            return
        source = self._table(table, known)
        query = select(*(cast(source.c[name], String).label(name) for name in present))
        if order:
            query = query.order_by(*(source.c[name] for name in order.split() if name in known))
        for row in self._connection.execution_options(stream_results=True, yield_per=_FETCHED_AT_ONCE).execute(query).mappings():
            yield {name: _text(row.get(name)) for name in wanted}

    def count(self, table: str) -> int:
        """How many rows a table has."""
        if not self.has(table):
            return 0
        counting = select(func.count()).select_from(self._table(table, ()))
        return int(self._connection.execute(counting).scalar_one())

    def _known(self, table: str) -> set[str]:
        """The columns of a table, asked of an empty answer: types of SPIP's own don't matter here."""
        if table not in self._columns:
            source = self._table(table, ())
            exists = inspect(self._connection).has_table(source.name)
            empty: Select[Any] = select(literal_column("*")).select_from(source).where(false())
            self._columns[table] = set(self._connection.execute(empty).keys()) if exists else set()
        return self._columns[table]

    def _table(self, name: str, columns: Iterable[str]) -> Table:
        return Table(f"{self._prefix}_{name}", MetaData(), *(Column(column) for column in columns))


@contextmanager
def opened(location: str, prefix: str) -> Iterator[SpipDatabase]:
    """The database at a path (SQLite) or an address such as ``mysql://user:password@host/base``; raises SourceUnreadable."""
    address = database_url(location)
    where = address.render_as_string(hide_password=True) if "://" in location else location
    engine = _engine(address)
    try:
        with engine.connect() as connection:
            database = SpipDatabase(connection, prefix)
            if not database.has("articles"):
                raise SourceUnreadable(
                    f"{where} n’a pas de table {prefix}_articles.", remedy='Indiquez le préfixe des tables : prefix = "spip".'
                )
            yield database
    except (SQLAlchemyError, OSError) as error:
        raise SourceUnreadable(f"Base SPIP illisible, {where} : {_first_line(error)}.", remedy=_REMEDY) from error
    finally:
        engine.dispose()


def database_url(location: str) -> URL:
    """The address of a database; a path is one of SQLite. Raises SourceUnreadable."""
    if "://" not in location:
        path = Path(location)
        if not path.is_file():
            raise SourceUnreadable(f"La base SPIP {location} n’existe pas.", remedy=_REMEDY)
        if not _is_sqlite(path):
            raise SourceUnreadable(f"{location} n’est pas une base SQLite.", remedy=_DUMP)
        return URL.create("sqlite", database=f"file:{path.resolve()}", query={"mode": "ro", "uri": "true"})
    try:
        address = make_url(location)
        if address.drivername in _DRIVERS:
            address = address.set(drivername=_DRIVERS[address.drivername])
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise SourceUnreadable(f"Adresse de base de données incomprise : {_first_line(error)}.", remedy=_REMEDY) from error
    if address.get_backend_name() in {"mysql", "mariadb"} and "charset" not in address.query:
        return address.update_query_dict({"charset": "utf8mb4"})
    return address


def _is_sqlite(path: Path) -> bool:
    """Whether a file is a database of SQLite, which may be empty still."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) in (_SQLITE, b"")


def _engine(address: URL) -> Engine:
    try:
        return create_engine(address)
    except ModuleNotFoundError as error:
        raise SourceUnreadable(
            f"Le pilote de cette base n’est pas installé ({error.name}).",
            remedy=f"Installez-le : {sys.executable} -m pip install 'trouvaille[spip,postgresql]'.",
        ) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0][:300]
