import gzip
from pathlib import Path

import pytest

from indexer.fetching.client import Limits
from indexer.fetching.location import read_location
from search.errors import FetchFailed, SourceUnreadable
from tests.indexer.fetching.misbehaving import PAGE, BadServer

LIMITS = Limits(bytes=1000, tries=1, allow_private=True)


def test_a_file_or_an_address_gives_its_bytes(tmp_path: Path, server: BadServer) -> None:
    (tmp_path / "a.xml").write_bytes(b"bonjour")
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"bonjour"))
    assert (
        read_location(str(tmp_path / "a.xml"), LIMITS).data == read_location(str(tmp_path / "a.xml.gz"), LIMITS).data == b"bonjour"
    )
    content = read_location(f"{server.address}/ok", LIMITS)
    assert (content.data, content.charset, content.url) == (PAGE, "utf-8", f"{server.address}/ok")


def test_what_is_absent_damaged_or_too_large_is_refused(tmp_path: Path, server: BadServer) -> None:
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"x" * 5000)[:30])
    (tmp_path / "grand.xml.gz").write_bytes(gzip.compress(b"x" * 5000))
    for name in ("a.xml.gz", "grand.xml.gz", "absent.xml"):
        with pytest.raises(SourceUnreadable) as refused:
            read_location(str(tmp_path / name), LIMITS)
        assert refused.value.remedy
    with pytest.raises(FetchFailed):
        read_location(f"{server.address}/broken", LIMITS)
