from pathlib import Path

import pytest

from indexer.portal_queries import PortalQuery, read_queries
from search.errors import QueriesInvalid


def test_queries_are_read_with_what_they_expect(tmp_path: Path) -> None:
    file = tmp_path / "queries.toml"
    file.write_text('[[query]]\ntext = "élus"\nexpected = ["a"]\n\n[[query]]\ntext = "eau"\n', "utf-8")
    assert read_queries(file) == (PortalQuery("élus", ("a",)), PortalQuery("eau"))


def test_the_file_need_not_exist(tmp_path: Path) -> None:
    assert read_queries(tmp_path / "queries.toml") == ()


@pytest.mark.parametrize(
    "content", [b"[[query]", b"[[query]]\nexpected = []", b"[[query]]\ntext = 1", b"[[quary]]\ntext = 'a'", b"\xff", b"query = 3"]
)
def test_a_wrong_file_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "queries.toml"
    file.write_bytes(content)
    with pytest.raises(QueriesInvalid, match=r"queries\.toml(, ligne 1)? : (?!.*Expected)") as refused:
        read_queries(file)
    assert refused.value.remedy
