"""Latent vectors survive being kept in bytes, and say what the best documents are about."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from search.compiled import TWINS
from search.latent import LatentVectors, closeness, nearness, scaled
from tests.compiled_twins import both

NEEDS_COMPILED = pytest.mark.skipif(closeness not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again")


@given(arrays(np.float32, (5, 8), elements=st.floats(-1, 1, width=32)))
def test_vectors_are_kept_to_a_hundredth(vectors: np.ndarray) -> None:
    kept = LatentVectors.of("abcde", vectors).vectors(np.arange(5))
    assert np.abs(kept - vectors).max() <= 0.01


def test_vectors_come_back_from_a_folder(tmp_path: Path) -> None:
    vectors = LatentVectors.of(["a", "b"], np.array([[1, 0], [0.6, 0.8]], dtype=np.float32))
    vectors.save(tmp_path / "latent")
    found = LatentVectors.load(tmp_path / "latent")
    assert list(found.ids) == ["a", "b"]
    np.testing.assert_allclose(found.vectors(np.array([1, 0])), vectors.vectors(np.array([1, 0])))


def test_a_document_without_a_vector_is_about_nothing() -> None:
    vectors = LatentVectors.of(["a"], np.array([[1, 0]], dtype=np.float32))
    assert vectors.vectors(np.array([-1, 0])).tolist() == [[0, 0], [1, 0]]


@pytest.mark.parametrize("of", both(scaled))
@given(arrays(np.int8, (6, 5)), arrays(np.float32, 7, elements=st.floats(0, 1, width=32)), st.lists(st.integers(-6, 5)))
def test_rows_are_scaled_each_by_its_own(of: Callable, rows: np.ndarray, scales: np.ndarray, numbers: list[int]) -> None:
    found = of(rows, scales, np.array(numbers, dtype=np.int32))
    assert found.dtype == np.float32
    assert found.tolist() == [(rows[number].astype(np.float32) * scales[number]).tolist() for number in numbers]


@pytest.mark.parametrize("of", both(scaled))
@pytest.mark.parametrize("number", [6, -8])
def test_rows_that_are_not_there_are_an_error(of: Callable, number: int) -> None:
    with pytest.raises(IndexError):
        of(np.ones((6, 5), dtype=np.int8), np.ones(7, dtype=np.float32), np.array([number], dtype=np.int32))


@pytest.mark.parametrize("close", both(closeness))
def test_documents_on_the_subject_of_the_best_are_close_to_it(close: Callable) -> None:
    vectors = np.array([[1, 0], [0.9, 0.4], [0, 1], [-1, 0]], dtype=np.float32)
    near = close(vectors, np.array([10.0, 3.0, 2.0, 1.0]), 2, 3)
    assert near.argmax() == 0
    assert near[1] > near[2] > near[3] == 0


@pytest.mark.parametrize("close", both(closeness))
def test_without_vectors_nothing_is_close(close: Callable) -> None:
    assert close(np.zeros((3, 2), dtype=np.float32), np.array([2.0, 1.0, 1.0]), 20, 3).tolist() == [0, 0, 0]


@NEEDS_COMPILED
@given(
    arrays(np.float32, (6, 5), elements=st.floats(-1, 1, width=16)),
    arrays(np.float64, 6, elements=st.sampled_from([0.5, 1.0, 3.0, 7.0])),
    st.integers(1, 8),
)
def test_both_ways_find_the_same_documents_close(vectors: np.ndarray, scores: np.ndarray, feedback: int) -> None:
    expected = TWINS[closeness](vectors, scores, feedback, 3.0)
    np.testing.assert_allclose(closeness(vectors, scores, feedback, 3.0), expected, atol=1e-9)


def test_nearness_is_the_closeness_to_the_nearest_of_the_others() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    others = np.array([[1, 0], [0, 1]], dtype=np.float32)
    np.testing.assert_allclose(nearness(vectors, others), [1.0, 0.8, 0.0], atol=1e-6)
    assert nearness(vectors, others[:0]).tolist() == [0, 0, 0]
