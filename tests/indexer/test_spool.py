from pathlib import Path

from indexer.spool import Spool
from search.document import encode
from tests.portal import ITEMS


def test_documents_come_back_in_order_with_their_sources_and_the_file_goes(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        for number, item in enumerate(ITEMS):
            spool.add(number % 3, item)
        assert list(spool.documents()) == [(number % 3, item.id, encode(item)) for number, item in enumerate(ITEMS)]
        assert spool.count == len(ITEMS)
    assert not (tmp_path / "spool").exists()
