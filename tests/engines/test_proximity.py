"""What is counted at once is what a person would count, stem by stem."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.proximity import beginning_alike, following, near
from search.engines.embedded.runs import starts_of
from search.engines.embedded.sequences import NONE, Sequences

WORDS = 12
texts = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=15), min_size=1, max_size=5)
queries = st.lists(st.integers(-1, WORDS - 1), min_size=2, max_size=4, unique=True)


def sequences(documents: list[list[int]]) -> Sequences:
    stems = np.array([stem for text in documents for stem in text], dtype=np.int32)
    return Sequences(starts_of([len(text) for text in documents]), stems)


def met(text: list[int], wanted: list[tuple[int, int]], span: int) -> int:
    """How often a word and a later one within the span are one of the wanted pairs."""
    return sum((text[i], later) in wanted for i in range(len(text)) for later in text[i + 1 : i + 1 + span])


@given(texts, queries, st.integers(1, 6))
def test_consecutive_words_are_counted_where_they_are_near(documents: list[list[int]], query: list[int], span: int) -> None:
    side_by_side = sequences(documents).side_by_side(np.arange(len(documents)))
    expected = [[met(text, [pair, pair[::-1]], span) for pair in pairwise(query)] for text in documents]
    assert near(side_by_side, query, span).tolist() == expected


@given(texts, queries)
def test_consecutive_words_are_counted_where_one_follows_the_other(documents: list[list[int]], query: list[int]) -> None:
    end_to_end = sequences(documents).end_to_end(np.arange(len(documents)))
    assert following(*end_to_end, query).tolist() == [[met(text, [pair], 1) for pair in pairwise(query)] for text in documents]


@given(texts, st.lists(st.tuples(st.integers(0, WORDS), st.integers(0, WORDS)), min_size=1, max_size=3))
def test_words_of_a_family_are_counted_in_each_document(documents: list[list[int]], ranges: list[tuple[int, int]]) -> None:
    expected = [[sum(low <= stem < high for stem in text) for low, high in ranges] for text in documents]
    assert beginning_alike(sequences(documents).side_by_side(np.arange(len(documents))), ranges).tolist() == expected


def test_texts_are_read_in_the_order_asked_for() -> None:
    kept = sequences([[1, 2], [], [3]])
    assert kept.side_by_side(np.array([2, 0, 1])).tolist() == [[3, NONE], [1, 2], [NONE, NONE]]
    found, starts = kept.end_to_end(np.array([2, 0, 1]))
    assert found.tolist() == [3, NONE, 1, 2, NONE]
    assert starts.tolist() == [0, 2, 5]
