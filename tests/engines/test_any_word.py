"""The quick way to the best documents gives what scoring every document gives."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import TWINS
from search.engine import SCORE_DIGITS
from search.engines.embedded import any_word, bits
from search.engines.embedded.allowed import Allowed
from search.engines.embedded.impacts import Impacts
from search.engines.embedded.scored_terms import OPENED
from search.engines.embedded.words import Words
from tests.compiled_twins import both

COUNT = 3000
"""Documents: several groups of blocks, more blocks than are scored together."""

EXPONENT = 0.7
NEEDS_COMPILED = pytest.mark.skipif(
    any_word.best_of_many not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again"
)

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


@pytest.mark.parametrize("of", both(any_word.best_of_many))
@given(st.lists(words, min_size=1, max_size=3), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 2**32)))
def test_no_document_of_the_page_is_missed(of: Callable, chosen: list[Impacts], wanted: int, seed: int | None) -> None:
    allowed = None if seed is None else np.random.default_rng(seed).random(COUNT) < 0.4
    scores = every_score(chosen, allowed)
    documents, found, kept = of(weighed(chosen), None if allowed is None else Allowed(allowed), wanted)
    assert list(documents) == sorted(documents)
    np.testing.assert_allclose(found, scores[documents], rtol=1e-12)
    np.testing.assert_allclose(kept, weighed(chosen).scored(documents)[1], rtol=1e-12)
    positive = np.sort(np.round(scores[scores > 0], SCORE_DIGITS))[::-1]
    worst = positive[min(wanted, len(positive)) - 1] if len(positive) else 1.0
    must = np.flatnonzero(np.round(scores, SCORE_DIGITS) >= worst) if len(positive) else np.zeros(0, dtype=int)
    assert set(must.tolist()) <= set(documents.tolist())


@given(st.lists(words, min_size=2, max_size=3), st.integers(1, 60))
def test_none_is_missed_when_rare_words_stand_beside_very_frequent_ones(chosen: list[Impacts], wanted: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(any_word, "MANY", 20)
        patch.setattr(any_word, "_FIRST_LOOK", 1)
        in_python = TWINS.get(any_word.best_of_many, any_word.best_of_many)
        test_no_document_of_the_page_is_missed.hypothesis.inner_test(in_python, chosen, wanted, None)  # type: ignore[attr-defined]


@NEEDS_COMPILED
@given(st.lists(words, min_size=1, max_size=3), st.integers(1, COUNT), st.one_of(st.none(), st.integers(0, 2**32)))
def test_compiled_it_finds_the_same(chosen: list[Impacts], wanted: int, seed: int | None) -> None:
    allowed = None if seed is None else Allowed(np.random.default_rng(seed).random(COUNT) < 0.4)
    compiled = any_word.best_of_many(weighed(chosen), allowed, wanted)
    in_python = TWINS.get(any_word.best_of_many, any_word.best_of_many)(weighed(chosen), allowed, wanted)
    assert compiled[0].tolist() == in_python[0].tolist()
    for one, other in zip(compiled, in_python, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize("of", both(any_word.best_of_many))
@pytest.mark.parametrize("share", [0.002, 0.3])
def test_documents_that_are_not_there_stop_the_search(of: Callable, share: float) -> None:
    one = word(np.random.default_rng(1), share, 1.0)
    docs = one.docs.copy()
    docs[-1] = COUNT + 5000
    with pytest.raises((IndexError, ValueError)):
        of(weighed([Impacts.of(docs, one.scores, COUNT)]), None, 10)


@NEEDS_COMPILED
@pytest.mark.parametrize("share", [0.002, 0.3])
def test_documents_of_a_damaged_index_that_do_not_ascend_stop_the_search(share: float) -> None:
    one = word(np.random.default_rng(1), share, 1.0)
    with pytest.raises(ValueError, match="ascend"):
        any_word.best_of_many(weighed([Impacts.of(one.docs[::-1].copy(), one.scores, COUNT)]), None, 10)


@given(st.lists(words, min_size=1, max_size=3), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 2**32)))
def test_none_is_missed_in_a_small_segment(chosen: list[Impacts], wanted: int, seed: int | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(any_word, "_FEW", COUNT)
        test_no_document_of_the_page_is_missed.hypothesis.inner_test(any_word.best, chosen, wanted, seed)  # type: ignore[attr-defined]


@pytest.mark.parametrize("of", both(any_word.matching))
@given(st.lists(words, max_size=3))
def test_what_matches_has_one_of_the_words(of: Callable, chosen: list[Impacts]) -> None:
    before = [one.bits.tolist() for one in chosen]
    found = np.flatnonzero(bits.unpacked(of(weighed(chosen), COUNT), COUNT))
    assert found.tolist() == sorted({document for one in chosen for document in one.docs.tolist()})
    assert [one.bits.tolist() for one in chosen] == before


@NEEDS_COMPILED
@pytest.mark.parametrize("share", [0.002, 0.3])
def test_words_of_a_larger_segment_are_not_united(share: float) -> None:
    with pytest.raises(ValueError, match="other"):
        any_word.matching(weighed([word(np.random.default_rng(1), share, 1.0)]), COUNT // 2)


@pytest.mark.parametrize("of", both(any_word.best_of_many))
def test_a_page_beyond_all_documents_takes_no_more_memory_than_they_do(of: Callable) -> None:
    one = word(np.random.default_rng(1), 0.3, 1.0)
    assert of(weighed([one]), None, 10**12)[0].tolist() == one.docs.tolist()


@NEEDS_COMPILED
def test_what_compiled_loops_keep_of_a_word_is_counted() -> None:
    one = word(np.random.default_rng(1), 0.3, 1.0)
    assert one.blocks is not None
    assert len(one.bits)
    held = one.size
    any_word.best_of_many(weighed([one]), None, 10)
    any_word.best_of_many(weighed([one]), None, 10)
    assert one.size == held + OPENED


def test_a_page_of_nothing_scores_nothing() -> None:
    documents, scores, _ = any_word.best(weighed([word(np.random.default_rng(1), 0.3, 1.0)]), None, 0)
    assert len(documents) == len(scores) == 0


def test_sums_that_16_bits_cannot_hold_are_told() -> None:
    huge = Impacts.of(np.array([3], dtype=np.int32), np.array([600.0]), COUNT)
    assert weighed([huge]).fit()
    assert not weighed([huge, huge]).fit()
