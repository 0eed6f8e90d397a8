"""Labels are counted as a person would count them, whatever is left uncounted."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded import bits, label_counts
from search.engines.embedded.label_counts import LabelCounts, most_frequent
from search.engines.embedded.labels import labels_of
from search.engines.embedded.runs import starts_of
from search.engines.embedded.segment_arrays import Array, Column, LabelPostings
from search.results import FacetValue
from search.string_table import StringTable
from tests.compiled_twins import both

COUNT = 300


def labelled(seed: int, number: int) -> list[set[int]]:
    """The labels of each document: a few frequent ones, a long tail of rare ones."""
    chance = np.random.default_rng(seed)
    return [set(np.minimum(chance.geometric(0.08, size=chance.integers(0, 5)) - 1, number - 1).tolist()) for _ in range(COUNT)]


def segment_of(documents: list[set[int]]) -> tuple[LabelPostings, Column]:
    """A segment that has those labels that its documents have."""
    there = sorted(set().union(*documents)) if documents else []
    lists = [[d for d, own in enumerate(documents) if code in own] for code in there]
    names = StringTable.of(f"label{code:03}" for code in there)
    docs = np.array([d for one in lists for d in one], dtype=np.int32)
    own = [[there.index(code) for code in sorted(one)] for one in documents]
    column = Column(starts_of([len(one) for one in own]), np.array([code for one in own for code in one], dtype=np.int32), names)
    return LabelPostings(names, starts_of([len(one) for one in lists]), docs), column


def set_of(matched: Array, cuts: list[int]) -> Array:
    """The sets of the segments that a mask is cut into, one after another."""
    return np.concatenate([bits.packed(part) for part in np.split(matched, cuts)])


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few labels, so that a small corpus has several."""
    monkeypatch.setattr(label_counts, "_FIRST_BLOCK", 4)


@pytest.mark.parametrize("in_order", both(label_counts.in_order))
@pytest.mark.parametrize("of", both(label_counts.of_fields))
@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 45), st.floats(0, 1), st.lists(st.integers(0, COUNT), max_size=3))
def test_the_most_frequent_labels_are_counted_exactly(
    of: Callable, in_order: Callable, seed: int, number: int, limit: int, share: float, cuts: list[int]
) -> None:
    documents, cuts = labelled(seed, number), sorted(cuts)
    matched = np.random.default_rng(seed + 1).random(COUNT) < share
    segments = [documents[first:last] for first, last in pairwise([0, *cuts, COUNT])]
    labels = LabelCounts(labels_of([segment_of(one) for one in segments]))
    counts = Counter(f"label{code:03}" for own, match in zip(documents, matched, strict=True) if match for code in own)
    expected = [FacetValue(*item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(label_counts, "of_fields", of)
        patch.setattr(label_counts, "in_order", in_order)
        assert most_frequent([labels, labels], set_of(matched, cuts), limit) == [tuple(expected[:limit])] * 2


@pytest.mark.parametrize("of", both(label_counts.of_fields))
def test_labels_of_documents_that_are_not_there_are_an_error(of: Callable) -> None:
    block = label_counts.Block(
        codes=np.array([0]),
        sizes=np.array([64]),
        words=np.array([7], dtype=np.int32),
        bits=np.array([2**64 - 1], dtype=np.uint64),
        starts=np.array([0]),
    )
    labels = LabelCounts(labels_of([segment_of([{0}])]))
    labels.blocks = [block]
    with pytest.raises(IndexError):
        of([labels], np.zeros(5, dtype=np.uint64), 10)


def test_a_label_is_shown_as_the_segment_spells_it_that_uses_it_most() -> None:
    postings, column = segment_of([{0}, {0}])
    few, shown = segment_of([{0}])
    shouted = Column(shown.starts, shown.codes, StringTable.of(["LABEL"]))
    labels = LabelCounts(labels_of([(few, shouted), (postings, column)]))
    assert most_frequent([labels], set_of(np.ones(3, dtype=bool), [1]), 5) == [(FacetValue("label000", 3),)]


@pytest.mark.parametrize("segments", [1, 2])
def test_a_field_without_labels_counts_none(segments: int) -> None:
    labels = LabelCounts(labels_of([segment_of([set()] * COUNT)] * segments))
    assert most_frequent([labels], set_of(np.ones(segments * COUNT, dtype=bool), [COUNT] * (segments - 1)), 10) == [()]
