from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import IndexCorrupt
from search.string_table import StringTable, strings_at
from tests.compiled_twins import both

words = st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12), max_size=30)


@given(words)
def test_strings_come_back_in_their_order(strings: list[str]) -> None:
    table = StringTable.of(strings)
    assert list(table) == strings
    assert len(table) == len(strings)


@given(words, st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12))
def test_a_sorted_table_finds_what_it_holds_and_nothing_else(strings: list[str], other: str) -> None:
    ordered = sorted(set(strings), key=str.encode)
    table = StringTable.of(ordered)
    assert [table.find(string) for string in ordered] == list(range(len(ordered)))
    assert table.find(other) == (ordered.index(other) if other in ordered else -1)


@given(words, words)
def test_many_strings_are_found_at_once_as_one_by_one(strings: list[str], others: list[str]) -> None:
    ordered = sorted({*strings, *(f"coopération{string}" for string in strings)}, key=str.encode)
    table = StringTable.of(ordered)
    wanted = [*ordered[::2], *others, *(f"coopération{other}" for other in others), "coopé", "coopérat\0"]
    assert table.find_all(wanted).tolist() == [table.find(string) for string in wanted]


@given(words, st.binary(max_size=12))
def test_the_lower_bound_is_that_of_a_plain_list(strings: list[str], wanted: bytes) -> None:
    encoded = sorted(string.encode() for string in strings)
    table = StringTable.of(string.decode() for string in encoded)
    assert table.lower_bound(wanted) == bisect_left(encoded, wanted)


def test_a_table_survives_the_disk(tmp_path: Path) -> None:
    strings = ["", "cœur", "déchets", "Kpalimé", "été", "文"]
    StringTable.of(strings).save(tmp_path / "mots")
    assert list(StringTable.load(tmp_path / "mots")) == strings
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mots.bytes.npy", "mots.starts.npy"]


def test_an_empty_table_survives_the_disk(tmp_path: Path) -> None:
    StringTable.of([]).save(tmp_path / "vide")
    table = StringTable.load(tmp_path / "vide")
    assert (len(table), table.find("eau"), table.lower_bound(b"eau")) == (0, -1, 0)


@pytest.mark.parametrize("of", both(strings_at))
@pytest.mark.parametrize("kind", [np.uint32, np.int64])
@given(st.lists(st.text(), min_size=1), st.data())
def test_several_strings_are_read_at_once(of: Callable, kind: type, strings: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(strings) - 1)))
    starts, encoded = StringTable.of(strings).arrays()
    assert of(starts.astype(kind), encoded, np.array(rows, dtype=np.int32)) == [strings[row] for row in rows]


@pytest.mark.parametrize("of", both(strings_at))
def test_a_string_that_is_not_there_is_an_error(of: Callable) -> None:
    with pytest.raises(IndexError):
        of(*StringTable.of(["eau"]).arrays(), np.array([1], dtype=np.int32))


READERS: dict[str, Callable[[StringTable], object]] = {
    "one": lambda table: table[1],
    "several": lambda table: table.at(np.array([1], dtype=np.int32)),
    "all": list,
    "none such": lambda table: table[2],
    "several of none": lambda table: table.at(np.array([2], dtype=np.int32)),
    "bytes of none": lambda table: table.encoded(2),
    "many wanted": lambda table: table.find_all(["eau"]),
}


@pytest.mark.parametrize("reader", READERS)
def test_damaged_strings_are_refused_with_the_remedy(reader: str) -> None:
    starts = np.array([0, 2**31, 2**31] if reader == "many wanted" else [0, 3, 4], dtype=np.uint32)
    table = StringTable(starts, np.frombuffer(b"eau\xe9", dtype=np.uint8))
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        READERS[reader](table)


@pytest.mark.parametrize(
    ("starts", "data"),
    [
        (np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8)),
        (np.zeros(2, dtype=np.float32), np.zeros(3, dtype=np.uint8)),
        (np.zeros((2, 2), dtype=np.uint32), np.zeros(3, dtype=np.uint8)),
        (np.zeros(2, dtype=np.uint32), np.zeros(3, dtype=np.int32)),
    ],
    ids=["no end", "no places", "a table of tables", "no bytes"],
)
def test_arrays_that_are_no_table_are_refused_with_the_remedy(starts: np.ndarray, data: np.ndarray) -> None:
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        StringTable(starts, data)
