"""Labels are counted as a person would count them, whatever is left uncounted."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded import bits, label_counts
from search.engines.embedded.label_counts import LabelCounts
from search.engines.embedded.segment_arrays import Column, LabelPostings
from search.string_table import StringTable

COUNT = 300


def labelled(seed: int, number: int) -> list[set[int]]:
    """The labels of each document: a few frequent ones, a long tail of rare ones."""
    chance = np.random.default_rng(seed)
    return [set(np.minimum(chance.geometric(0.08, size=chance.integers(0, 5)) - 1, number - 1).tolist()) for _ in range(COUNT)]


def counter_of(documents: list[set[int]], number: int) -> LabelCounts:
    lists = [[d for d, own in enumerate(documents) if code in own] for code in range(number)]
    starts = np.concatenate(([0], np.cumsum([len(one) for one in lists])))
    names = StringTable.of(f"label{code:03}" for code in range(number))
    docs = np.array([d for one in lists for d in one], dtype=np.int32)
    own = [sorted(one) for one in documents]
    column = Column(np.cumsum([0, *map(len, own)]), np.array([code for one in own for code in one], dtype=np.int32), names)
    return LabelCounts(LabelPostings(names, starts, docs), column)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few labels, so that a small corpus has several."""
    monkeypatch.setattr(label_counts, "_FIRST_BLOCK", 4)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 45), st.floats(0, 1))
def test_the_most_frequent_labels_are_counted_exactly(seed: int, number: int, limit: int, share: float) -> None:
    documents = labelled(seed, number)
    matched = np.random.default_rng(seed + 1).random(COUNT) < share
    labels = counter_of(documents, number)
    counts = Counter(code for own, match in zip(documents, matched, strict=True) if match for code in own)
    in_order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    assert labels.most_frequent(bits.packed(matched), limit) == in_order[:limit]
    assert labels.all(bits.packed(matched)).tolist() == [counts[code] for code in range(number)]


def test_labels_are_shown_in_their_spelling() -> None:
    labels = counter_of(labelled(3, 5), 5)
    assert [labels.shown[code] for code in (4, 0, 4)] == ["label004", "label000", "label004"]


def test_a_field_without_labels_counts_none() -> None:
    labels = counter_of([set() for _ in range(COUNT)], 0)
    everything = bits.packed(np.ones(COUNT, dtype=bool))
    assert labels.most_frequent(everything, 10) == []
    assert len(labels.all(everything)) == 0
