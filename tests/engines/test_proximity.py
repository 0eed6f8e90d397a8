"""What is counted at once is what a person would count, stem by stem."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.engines.embedded.proximity import beginning_alike, following, in_bodies, in_titles, near
from search.engines.embedded.runs import starts_of
from search.engines.embedded.sequences import NONE, Sequences
from tests.compiled_twins import both

NEEDS_COMPILED = pytest.mark.skipif(in_bodies not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again")
WORDS = 12
WEIGHTS = [1.0, 0.5, 2.0, 0.25, 3.0, 1.5]
texts = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=15), min_size=1, max_size=5)
queries = st.lists(st.integers(-1, WORDS - 1), min_size=2, max_size=4, unique=True)


def sequences(documents: list[list[int]]) -> Sequences:
    stems = np.array([stem for text in documents for stem in text], dtype=np.int32)
    return Sequences(starts_of([len(text) for text in documents]), stems)


def norms_of(documents: list[list[int]]) -> np.ndarray:
    return np.linspace(0.3, 4.0, len(documents))


def scored(counts: list[list[int]], norms: np.ndarray) -> list[float]:
    """What BM25 makes of counts, document by document."""
    return [
        sum(n / (n + norm) * weight for n, weight in zip(own, WEIGHTS, strict=False))
        for own, norm in zip(counts, norms, strict=True)
    ]


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


@pytest.mark.parametrize("of", both(in_titles))
@given(texts, st.lists(st.tuples(st.integers(0, WORDS), st.integers(0, WORDS)), min_size=1, max_size=3), queries, st.integers(1, 6))
def test_titles_are_scored_for_families_and_for_words_that_are_near(
    of: Callable, documents: list[list[int]], families: list[tuple[int, int]], query: list[int], span: int
) -> None:
    counts = [
        [sum(low <= stem < high for stem in text) for low, high in families]
        + [met(text, [pair, pair[::-1]], span) for pair in pairwise(query)]
        for text in documents
    ]
    norms, numbers = norms_of(documents), np.arange(len(documents), dtype=np.int32)
    weights = WEIGHTS[: len(counts[0])]
    found = of(sequences(documents), numbers, norms, families, query, weights, span)
    np.testing.assert_allclose(found, scored(counts, norms), rtol=1e-12)
    alone = of(sequences(documents), numbers, norms, families, query[:1], weights[: len(families)], span)
    np.testing.assert_allclose(alone, scored([own[: len(families)] for own in counts], norms), rtol=1e-12)


@pytest.mark.parametrize("of", both(in_bodies))
@given(texts, queries)
def test_bodies_are_scored_for_words_that_follow_each_other(of: Callable, documents: list[list[int]], query: list[int]) -> None:
    norms, numbers = norms_of(documents), np.arange(len(documents), dtype=np.int32)
    counts = [[met(text, [pair], 1) for pair in pairwise(query)] for text in documents]
    found = of(sequences(documents), numbers, norms, query, WEIGHTS[: len(query) - 1])
    np.testing.assert_allclose(found, scored(counts, norms), rtol=1e-12)
    some = numbers[::-2].copy()
    np.testing.assert_allclose(of(sequences(documents), some, norms, query, WEIGHTS[: len(query) - 1]), found[some], rtol=1e-12)


@NEEDS_COMPILED
@pytest.mark.parametrize("starts", [[0, 9], [0, 2**40], [-5, 2], [7, 9]])
def test_compiled_loops_never_read_where_a_damaged_file_sends_them(starts: list[int]) -> None:
    damaged = Sequences(np.array(starts, dtype=np.int64), np.array([1, 2, 3], dtype=np.int32))
    with pytest.raises(IndexError):
        in_bodies(damaged, np.array([0], dtype=np.int32), np.ones(1), [1, 2], [1.0])
    with pytest.raises(IndexError):
        in_titles(damaged, np.array([0], dtype=np.int32), np.ones(1), [(1, 2)], [1, 2], [1.0, 1.0], 2)


@NEEDS_COMPILED
@pytest.mark.parametrize("end", [-(2**63), -1, 1])
def test_a_body_that_ends_before_it_begins_is_not_read(end: int) -> None:
    damaged = Sequences(np.array([2, end], dtype=np.int64), np.array([1, 2, 3], dtype=np.int32))
    with pytest.raises(IndexError):
        in_bodies(damaged, np.array([0], dtype=np.int32), np.ones(1), [1, 2], [1.0])


@NEEDS_COMPILED
@pytest.mark.parametrize(("words", "weights"), [(65, 64), (3, 3), (0, 0)])
def test_compiled_loops_look_for_no_more_words_than_they_have_room_for(words: int, weights: int) -> None:
    text, numbers, query = sequences([[1, 2, 3]]), np.array([0], dtype=np.int32), list(range(words))
    with pytest.raises(ValueError, match=r"weights|words"):
        in_bodies(text, numbers, np.ones(1), query, [1.0] * weights)
    with pytest.raises(ValueError, match=r"weights|words"):
        in_titles(text, numbers, np.ones(1), [(1, 2)] * words, query, [1.0] * weights, 2)
