"""The quick way to the best documents gives what scoring every document gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import SCORE_DIGITS
from search.engines.embedded import any_word, bits
from search.engines.embedded.allowed import Allowed
from search.engines.embedded.impacts import Impacts
from search.engines.embedded.scored_terms import PlainScores
from search.engines.embedded.words import Words

COUNT = 700
EXPONENT = 0.7

# Few distinct scores, so that many documents tie; words of any frequency, so that both ways of adding are taken.
words = st.builds(
    lambda seed, share, scale: word(np.random.default_rng(seed), share, scale),
    st.integers(0, 2**32),
    st.sampled_from((0.002, 0.05, 0.3, 1.0)),
    st.sampled_from((0.01, 1.0, 30.0)),
)


def word(chance: np.random.Generator, share: float, scale: float) -> Impacts:
    docs = np.flatnonzero(chance.random(COUNT) < share).astype(np.int32)
    docs = docs if len(docs) else np.array([chance.integers(COUNT)], dtype=np.int32)
    return Impacts.of(docs, scale * chance.integers(1, 5, len(docs)).astype(np.float64) / 4, COUNT)


def weighed(chosen: list[Impacts]) -> Words:
    """The words, each as rare as its place says, and one more that the segment does not have."""
    return Words.of([*chosen, None], range(1, len(chosen) + 2), EXPONENT)


def every_score(chosen: list[Impacts], allowed: np.ndarray | None) -> np.ndarray:
    """The final score of every document, 0 for those left out."""
    dense = np.zeros((len(chosen), COUNT))
    for row, one in zip(dense, chosen, strict=True):
        row[one.docs] = one.scores
    weights = np.arange(1, len(chosen) + 1)
    covered = weights @ (dense > 0) / (weights.sum() + len(chosen) + 1)
    scores: np.ndarray = dense.sum(axis=0) * covered**EXPONENT
    return scores if allowed is None else scores * allowed


@given(st.lists(words, min_size=1, max_size=3), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 2**32)))
def test_no_document_of_the_page_is_missed(chosen: list[Impacts], wanted: int, seed: int | None) -> None:
    allowed = None if seed is None else np.random.default_rng(seed).random(COUNT) < 0.4
    scores = every_score(chosen, allowed)
    documents, found, _ = any_word.best(weighed(chosen), None if allowed is None else Allowed(allowed), wanted)
    assert list(documents) == sorted(documents)
    np.testing.assert_allclose(found, scores[documents], rtol=1e-12)
    positive = np.sort(np.round(scores[scores > 0], SCORE_DIGITS))[::-1]
    worst = positive[min(wanted, len(positive)) - 1] if len(positive) else 1.0
    must = np.flatnonzero(np.round(scores, SCORE_DIGITS) >= worst) if len(positive) else np.zeros(0, dtype=int)
    assert set(must.tolist()) <= set(documents.tolist())


@given(st.lists(words, min_size=2, max_size=3), st.integers(1, 60))
def test_none_is_missed_when_rare_words_stand_beside_very_frequent_ones(chosen: list[Impacts], wanted: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(any_word, "MANY", 20)
        patch.setattr(any_word, "_FIRST_LOOK", 1)
        test_no_document_of_the_page_is_missed.hypothesis.inner_test(chosen, wanted, None)  # type: ignore[attr-defined]


@given(st.lists(words, min_size=1, max_size=3), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 2**32)))
def test_none_is_missed_in_a_small_segment(chosen: list[Impacts], wanted: int, seed: int | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(any_word, "_FEW", COUNT)
        test_no_document_of_the_page_is_missed.hypothesis.inner_test(chosen, wanted, seed)  # type: ignore[attr-defined]


@given(st.lists(words, min_size=1, max_size=3))
def test_what_matches_has_one_of_the_words(chosen: list[Impacts]) -> None:
    assert set(np.flatnonzero(bits.unpacked(any_word.matching(weighed(chosen), COUNT), COUNT)).tolist()) == set(
        np.concatenate([one.docs for one in chosen]).tolist()
    )


def test_a_page_of_nothing_scores_nothing() -> None:
    documents, scores, _ = any_word.best(weighed([word(np.random.default_rng(1), 0.3, 1.0)]), None, 0)
    assert len(documents) == len(scores) == 0


def test_sums_that_16_bits_cannot_hold_are_told() -> None:
    huge = Impacts.of(np.array([3], dtype=np.int32), np.array([600.0]), COUNT)
    assert weighed([huge]).fit()
    assert not weighed([huge, huge]).fit()


def test_terms_united_are_the_sum_of_their_scores() -> None:
    title = (np.array([1, 4], dtype=np.int32), np.array([2.0, 3.0]))
    body = (np.array([0, 4], dtype=np.int32), np.array([0.5, 1.0]))
    one = Impacts([PlainScores(*title), PlainScores(*body)], COUNT)
    assert (one.docs.tolist(), one.scores.tolist()) == ([0, 1, 4], [0.5, 2.0, 4.0])
    assert one.scores_of(np.array([0, 2, 4, 699], dtype=np.int32)).tolist() == [0.5, 0.0, 4.0, 0.0]
    assert one.peak == 4.0
