"""What is counted at once is what a person would count, stem by stem."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.proximity import beginning_alike, neighbouring, places_in_query
from search.engines.embedded.runs import starts_of

WORDS = 12
texts = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=15), min_size=1, max_size=5)
queries = st.lists(st.integers(-1, WORDS - 1), min_size=2, max_size=4, unique=True)


def read(documents: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([stem for text in documents for stem in text], dtype=np.int32), starts_of([len(text) for text in documents])


@given(texts, queries, st.integers(1, 6), st.booleans())
def test_consecutive_words_are_counted_where_they_are_near(
    documents: list[list[int]], query: list[int], span: int, ordered: bool
) -> None:
    counts = neighbouring(*read(documents), places_in_query(query, WORDS), span, ordered=ordered)
    for text, found in zip(documents, counts, strict=True):
        for pair, (one, other) in enumerate(pairwise(query)):
            wanted = [(one, other)] if ordered else [(one, other), (other, one)]
            met = sum((text[i], later) in wanted for i in range(len(text)) for later in text[i + 1 : i + 1 + span])
            assert (found[pair] if pair < len(found) else 0) == met


@given(texts, st.lists(st.tuples(st.integers(0, WORDS), st.integers(0, WORDS)), min_size=1, max_size=3))
def test_words_of_a_family_are_counted_in_each_document(documents: list[list[int]], ranges: list[tuple[int, int]]) -> None:
    expected = [[sum(low <= stem < high for stem in text) for low, high in ranges] for text in documents]
    assert beginning_alike(*read(documents), ranges).tolist() == expected
