from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from indexer.source import Record, Unreadable
from indexer.sources.spip.source import SpipOptions, SpipSource
from tests import mariadb
from tests.indexer.spip.small_site import AS_OF, write_site

pytestmark = pytest.mark.skipif(not mariadb.is_installed(), reason=mariadb.REMEDY)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A MariaDB base with the small site in it."""
    with mariadb.running_server() as socket:
        root = f"mysql+pymysql://root@localhost/?unix_socket={socket}"
        engine = create_engine(root)
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE portail CHARACTER SET utf8mb4"))
        engine.dispose()
        engine = create_engine(root.replace("/?", "/portail?"))
        with engine.connect() as connection:
            write_site(connection)
            connection.execute(text("ALTER TABLE spip_articles MODIFY date DATETIME, MODIFY date_modif DATETIME"))
            connection.execute(text("ALTER TABLE spip_evenements MODIFY date_debut DATETIME, MODIFY date_fin DATETIME"))
        engine.dispose()
        yield root.replace("mysql+pymysql", "mysql").replace("/?", "/portail?")


def read(location: str) -> list[Record | Unreadable]:
    return list(SpipSource(SpipOptions(location=location, name="portail", as_of=AS_OF)).records())


def test_mariadb_gives_the_same_records_as_sqlite(address: str, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'spip.sqlite'}")
    with engine.connect() as connection:
        write_site(connection)
    engine.dispose()
    from_mariadb = read(address)
    assert len(from_mariadb) == 13
    assert from_mariadb == read(str(tmp_path / "spip.sqlite"))
