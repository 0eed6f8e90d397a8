"""Strings that are read from their file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.string_file import StringFile
from search.string_table import StringTable


@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_they_are_those_of_the_table(tmp_path_factory: pytest.TempPathFactory, strings: list[str]) -> None:
    stem = tmp_path_factory.mktemp("table") / "cards"
    StringTable.of(strings).save(stem)
    read = StringFile(stem)
    assert [read.encoded(index).decode() for index in range(len(strings))] == strings
