import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.sources.site.store import PageStore, StoredPage
from search.errors import SourceUnreadable


def page(address: str, crawl: str = "", body: bytes = b"<p>Bonjour</p>") -> StoredPage:
    return StoredPage(address, crawl, address, "text/html", "", "", body)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A store with one page of a crawl that is not ended."""
    with PageStore.opened(tmp_path) as store:
        store.save(page("https://portail.example/eau", store.crawl))
    return tmp_path


def addresses(folder: Path) -> list[str]:
    with PageStore.opened(folder) as store:
        return store.addresses()


def test_pages_are_kept_and_a_crawl_that_was_not_ended_goes_on(kept: Path) -> None:
    with PageStore.opened(kept) as store:
        found = store.page("https://portail.example/eau")
        assert found
        assert store.is_fresh(found)
        assert found.body == b"<p>Bonjour</p>"


def test_the_end_of_a_crawl_forgets_nothing_and_a_finished_one_what_it_did_not_find(kept: Path) -> None:
    with PageStore.opened(kept) as store:
        store.end()
    with PageStore.opened(kept) as store:
        found = store.page("https://portail.example/eau")
        assert found
        assert not store.is_fresh(found)
        store.save(page("https://portail.example/stage", store.crawl))
        store.finish()
    assert addresses(kept) == ["https://portail.example/stage"]


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pages.sqlite").write_bytes(b"abime" * 1000)
    assert addresses(tmp_path) == []


def test_a_store_that_another_process_holds_is_left_as_it_is(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, timeout=0.05, **options))
    with closing(connect(kept / "pages.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SourceUnreadable, match="locked") as refused:
            addresses(kept)
        other.execute("ROLLBACK")
    assert "aucune autre lecture" in refused.value.remedy
    assert addresses(kept) == ["https://portail.example/eau"]


def test_a_full_disk_fails_the_source_and_keeps_the_pages(kept: Path) -> None:
    def crawl() -> None:
        with PageStore.opened(kept) as store:
            store._connection.execute("PRAGMA max_page_count = 6")
            for number in range(1000):
                store.save(page(f"https://portail.example/{number}", store.crawl, random.Random(number).randbytes(4000)))

    with pytest.raises(SourceUnreadable, match="full"):
        crawl()
    assert "https://portail.example/eau" in addresses(kept)


@pytest.mark.parametrize("spoil", [lambda data: data[:4096] + b"x" * (len(data) - 4096), lambda data: data[: len(data) // 2]])
def test_a_database_that_is_damaged_says_what_to_do(kept: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = kept / "pages.sqlite"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(SourceUnreadable, match="malformed") as refused:
        addresses(kept)
    assert "supprimez-le" in refused.value.remedy
    assert path.exists()


def test_a_store_that_does_not_tell_when_pages_were_asked_for_knows_when_their_crawl_began(kept: Path) -> None:
    with closing(sqlite3.connect(kept / "pages.sqlite", isolation_level=None)) as older:
        older.execute("ALTER TABLE page DROP COLUMN asked")
        older.execute("UPDATE page SET crawl = '2026-01-05T08:00:00+00:00'")
        older.execute("UPDATE crawl SET started = '2026-01-05T08:00:00+00:00'")
    with PageStore.opened(kept) as store:
        found = store.page("https://portail.example/eau")
        assert found
        assert found.asked == datetime(2026, 1, 5, 8, tzinfo=UTC)
        assert store.is_fresh(found)
        assert store.is_outdated(found.address)
        store.confirm(found.address)
        assert not store.is_outdated(found.address)
        assert not store.is_outdated("https://portail.example/absente")
