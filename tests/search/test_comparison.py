from search.comparison import ordinal


def test_ranks_are_written_as_in_french() -> None:
    assert [ordinal(value) for value in (1, 2, 21)] == ["1ᵉʳ", "2ᵉ", "21ᵉ"]
