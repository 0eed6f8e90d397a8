"""Scores of terms are the same however they are kept: written out, as frequencies of some documents, or of all of them."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.scored_terms import PlainScores, TermScores, summed, united
from tests.compiled_twins import both

COUNT = 200
NORMS = {field: np.linspace(0.3, 4.0, COUNT) * (1 + field) for field in range(2)}

terms = st.builds(
    lambda frequencies, field, numerator: (frequencies, field, numerator),
    st.dictionaries(st.integers(0, COUNT - 1), st.sampled_from((1, 2, 9, 254, 255, 70_000)), min_size=1)
    | st.just(dict.fromkeys(range(0, COUNT, 2), 3)),
    st.integers(0, 1),
    st.floats(0.01, 20),
)
Term = tuple[dict[int, int], int, float]


def kept(term: Term) -> TermScores:
    frequencies, field, numerator = term
    docs = np.array(sorted(frequencies), dtype=np.int32)
    freqs = np.array([frequencies[document] for document in docs.tolist()], dtype=np.int32)
    return TermScores.of(docs, freqs, numerator, NORMS[field])


def by_the_formula(chosen: list[Term]) -> np.ndarray:
    """The sum of the scores of every document (COUNT,)."""
    scores = np.zeros(COUNT)
    for frequencies, field, numerator in chosen:
        for document, freq in frequencies.items():
            scores[document] += numerator * freq / (freq + NORMS[field][document])
    return scores


@pytest.mark.parametrize("of", both(summed))
@given(st.lists(terms, min_size=1, max_size=4), st.lists(st.integers(0, COUNT - 1), max_size=30))
def test_documents_are_scored_by_the_formula(of: Callable, chosen: list[Term], documents: list[int]) -> None:
    numbers = np.array(documents, dtype=np.int32)
    np.testing.assert_allclose(of(map(kept, chosen), numbers), by_the_formula(chosen)[numbers], rtol=1e-12)
    written = united([kept(term) for term in chosen], COUNT)
    np.testing.assert_allclose(of([written], numbers), by_the_formula(chosen)[numbers], rtol=1e-12)


@given(st.lists(terms, min_size=1, max_size=4))
def test_written_out_they_are_those_of_the_documents_that_have_a_term(chosen: list[Term]) -> None:
    written = united([kept(term) for term in chosen], COUNT)
    scores = by_the_formula(chosen)
    assert written.docs.tolist() == np.flatnonzero(scores).tolist()
    np.testing.assert_allclose(written.scores, scores[written.docs], rtol=1e-12)


def test_a_term_that_many_documents_have_takes_a_byte_of_each_document() -> None:
    docs, freqs = np.arange(0, COUNT, 2, dtype=np.int32), np.full(COUNT // 2, 3, dtype=np.int32)
    often = TermScores.of(docs, freqs, 1.0, NORMS[0])
    assert often.size == COUNT
    assert often.docs.tolist() == docs.tolist()


def test_what_is_mapped_from_a_file_is_not_counted() -> None:
    freqs = np.frombuffer(bytes([1, 2]), dtype=np.uint8)
    assert TermScores.of(np.array([1, 5], dtype=np.int32), freqs, 1.0, NORMS[0]).size == 8


@pytest.mark.parametrize("of", both(summed))
def test_the_sum_of_nothing_is_nothing(of: Callable) -> None:
    numbers = np.array([1, 2], dtype=np.int32)
    assert of([], numbers).tolist() == [0.0, 0.0]
    assert of([PlainScores(np.array([1], dtype=np.int32), np.array([2.0]))], numbers).tolist() == [2.0, 0.0]


@pytest.mark.parametrize("of", both(summed)[1:])
@pytest.mark.parametrize("kind", [np.int8, np.float32])
def test_what_are_no_frequencies_is_an_error(of: Callable, kind: type) -> None:
    damaged = TermScores(np.array([3, 5], dtype=np.int32), np.array([-2, -1]).astype(kind), 1.0, NORMS[0])
    with pytest.raises(ValueError, match="frequencies"):
        of([damaged], np.array([3], dtype=np.int32))
