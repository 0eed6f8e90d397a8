"""Strings that are read from their file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import IndexCorrupt
from search.string_file import StringFile
from search.string_table import StringTable


@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_they_are_those_of_the_table(tmp_path_factory: pytest.TempPathFactory, strings: list[str]) -> None:
    stem = tmp_path_factory.mktemp("table") / "cards"
    StringTable.of(strings).save(stem)
    read = StringFile(stem)
    assert [read.encoded(index).decode() for index in range(len(strings))] == strings


def test_a_string_that_is_not_there_is_refused_with_the_remedy(tmp_path: Path) -> None:
    StringTable.of(["eau"]).save(tmp_path / "cards")
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        StringFile(tmp_path / "cards").encoded(1)
