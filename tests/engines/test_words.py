"""Documents are scored by the words that they have, and keep of it what these are of all words of the query."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.impacts import Impacts
from search.engines.embedded.scored_terms import PlainScores, TermScores
from search.engines.embedded.words import scored
from tests.compiled_twins import both

COUNT = 60
EXPONENT = 0.7
NORMS = np.linspace(0.3, 4.0, COUNT)

documents = st.sets(st.integers(0, COUNT - 1), min_size=1).map(lambda chosen: np.array(sorted(chosen), dtype=np.int32))
written = documents.map(lambda docs: PlainScores(docs, docs % 7 / 3 + 0.1))
counted = documents.map(lambda docs: TermScores.of(docs, docs % 3 + 1, 2.0, NORMS))
words = st.lists(written | counted, min_size=1, max_size=2).map(lambda terms: Impacts(terms, COUNT))


@pytest.mark.parametrize("of", both(scored))
@given(st.lists(words, min_size=1, max_size=3), st.lists(st.integers(0, COUNT - 1), max_size=20))
def test_a_document_keeps_what_its_words_earn(of: Callable, chosen: list[Impacts], asked: list[int]) -> None:
    shares = tuple((place + 1) / 10 for place in range(len(chosen)))
    scores, kept = of(tuple(chosen), shares, EXPONENT, np.array(asked, dtype=np.int32))
    for document, score, share in zip(asked, scores.tolist(), kept.tolist(), strict=True):
        own = [float(one.scores_of(np.array([document], dtype=np.int32))[0]) for one in chosen]
        covered = sum(weight for weight, one in zip(shares, own, strict=True) if one > 0)
        assert share == pytest.approx(covered**EXPONENT, rel=1e-12)
        assert score == pytest.approx(sum(own) * covered**EXPONENT, rel=1e-12)
