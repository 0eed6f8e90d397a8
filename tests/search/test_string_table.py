from bisect import bisect_left
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from search.string_table import StringTable

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
