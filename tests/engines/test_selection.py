"""The first documents of a page are those that sorting all of them would put first."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.segment_arrays import MISSING
from search.engines.embedded.selection import oldest, oldest_matches, ranked, ranked_matches
from tests.compiled_twins import both

COUNT = 20
MOMENTS = np.array([MISSING, -5, 0, 86_400, *range(COUNT - 4)])
"""Of documents with numbers up to ``COUNT``."""

found = st.lists(st.tuples(st.integers(0, COUNT - 1), st.sampled_from([0.0, 0.25, 1.0000001, 1.0000002, 7.5])), max_size=15)


def with_ties(keys: list[tuple[float, int]], count: int) -> list[int]:
    """The places of the first keys, and of all that are equal to the last of them."""
    order = sorted(range(len(keys)), key=lambda place: keys[place])
    return [place for place in order if count and keys[place] <= keys[order[min(count, len(order)) - 1]]]


@pytest.mark.parametrize("dtype", [np.int32, np.int64])
@pytest.mark.parametrize("rank", both(ranked))
@given(found, st.integers(0, 17))
def test_the_best_come_first_the_newest_of_equal_ones_before_the_others(
    rank: Callable, dtype: type, rows: list[tuple[int, float]], count: int
) -> None:
    documents, scores = np.array([row[0] for row in rows], dtype=dtype), np.array([row[1] for row in rows])
    keys = [(-round(score, 6), -int(MOMENTS[document])) for document, score in rows]
    assert rank(documents, scores, MOMENTS, count).tolist() == with_ties(keys, count)


@given(found, st.integers(0, 17))
def test_the_oldest_come_first_those_without_a_date_last(rows: list[tuple[int, float]], count: int) -> None:
    documents = np.array([row[0] for row in rows], dtype=np.int64)
    keys = [(float(MOMENTS[document] == MISSING), int(MOMENTS[document])) for document, _ in rows]
    assert oldest(documents, np.zeros(len(rows)), MOMENTS, count).tolist() == with_ties(keys, count)


def shown(of: Callable, rows: list[tuple[int, float]]) -> list[tuple[str, float, int]]:
    """The matches of documents with these keys, each with half of it as its score."""
    documents, keys = np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows])
    matches = of(documents, keys, keys / 2, MOMENTS[documents], [named(document) for document, _ in rows])
    return [(match.id, match.score, match.place) for match in matches]


def named(document: int) -> str:
    return f"id-{document * 7 % COUNT}"


@pytest.mark.parametrize("of", both(ranked_matches))
@given(found)
def test_matches_that_tie_are_shown_newest_first_then_by_id(of: Callable, rows: list[tuple[int, float]]) -> None:
    by_rank = sorted(rows, key=lambda row: (-round(row[1], 6), -int(MOMENTS[row[0]]), named(row[0]), round(row[1] / 2, 6)))
    assert shown(of, rows) == [(named(document), round(key / 2, 6), document) for document, key in by_rank]


@given(found)
def test_matches_by_date_are_shown_oldest_first_then_by_id(rows: list[tuple[int, float]]) -> None:
    by_date = sorted(rows, key=lambda row: (MOMENTS[row[0]] == MISSING, int(MOMENTS[row[0]]), named(row[0]), round(row[1] / 2, 6)))
    assert shown(oldest_matches, rows) == [(named(document), round(key / 2, 6), document) for document, key in by_date]


@pytest.mark.parametrize("rank", both(ranked))
def test_documents_that_are_not_there_are_an_error(rank: Callable) -> None:
    with pytest.raises(IndexError):
        rank(np.array([3, COUNT]), np.zeros(2), MOMENTS, 1)


@pytest.mark.parametrize("rank", both(ranked))
def test_scores_of_a_damaged_index_that_are_no_numbers_come_last(rank: Callable) -> None:
    scores = np.array([np.nan, 1.0, np.nan, 2.0])
    assert rank(np.array([5, 6, 7, 8]), scores, MOMENTS, 2).tolist() == [3, 1]
