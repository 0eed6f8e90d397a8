"""Positions are read in a loop of C, or by arrays: both find what reading every document one by one finds."""

from collections.abc import Callable
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.engines.embedded.positions import following, positions_at
from search.engines.embedded.runs import gaps_of, starts_of
from tests.compiled_twins import both

word = st.lists(st.integers(0, 300), min_size=1, max_size=9, unique=True).map(sorted)
documents = st.lists(st.tuples(word, word), min_size=1, max_size=12)

NEEDS_COMPILED = pytest.mark.skipif(positions_at not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again")


def laid_out(words: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([len(word) for word in words], dtype=np.int32), np.array([*chain(*words)], dtype=np.int32)


def as_lists(lengths: np.ndarray, positions: np.ndarray) -> list[list[int]]:
    assert positions.dtype == np.int32
    return [part.tolist() for part in np.split(positions, np.cumsum(lengths)[:-1])]


@pytest.mark.parametrize("read", both(positions_at))
@pytest.mark.parametrize("width", [np.uint8, np.int32])
@given(words=st.lists(word, min_size=1, max_size=12), data=st.data())
def test_where_a_word_stands_is_read_in_some_of_its_documents(
    read: Callable, width: type, words: list[list[int]], data: st.DataObject
) -> None:
    places = sorted(data.draw(st.sets(st.sampled_from(range(len(words))), min_size=1)))
    freqs, positions = laid_out(words)
    read_there = read(freqs.astype(width), gaps_of(positions, starts_of(freqs)), np.array(places))
    assert as_lists(*read_there) == [words[place] for place in places]


@pytest.mark.parametrize("follow", both(following))
@given(documents=documents, slop=st.integers(1, 5))
def test_a_word_follows_another_where_it_stands_soon_after_it(
    follow: Callable, documents: list[tuple[list[int], list[int]]], slop: int
) -> None:
    earlier, later = zip(*documents, strict=True)
    found = follow(*laid_out(earlier), *laid_out(later), slop)
    expected = [[place for place in after if any(place - slop <= one < place for one in before)] for before, after in documents]
    assert as_lists(*found) == expected


@NEEDS_COMPILED
@pytest.mark.parametrize("freqs", [[3, 3], [2, 2**31 - 1], [-1, 3]], ids=["too many", "far too many", "negative"])
def test_compiled_loops_never_read_where_a_damaged_file_sends_them(freqs: list[int]) -> None:
    with pytest.raises(IndexError):
        positions_at(np.array(freqs, dtype=np.int32), np.ones(4, dtype=np.int32), np.array([1]))
