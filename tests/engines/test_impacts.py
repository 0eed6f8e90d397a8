"""What a word brings to its documents: the sum of its terms, and the most of it in each block."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.impacts import BLOCK, STEPS, Blocks, Impacts
from search.engines.embedded.scored_terms import PlainScores, Scores

COUNT = 700


def test_terms_united_are_the_sum_of_their_scores() -> None:
    title = (np.array([1, 4], dtype=np.int32), np.array([2.0, 3.0]))
    body = (np.array([0, 4], dtype=np.int32), np.array([0.5, 1.0]))
    one = Impacts([PlainScores(*title), PlainScores(*body)], COUNT)
    assert (one.docs.tolist(), one.scores.tolist()) == ([0, 1, 4], [0.5, 2.0, 4.0])
    assert one.scores_of(np.array([0, 2, 4, 699], dtype=np.int32)).tolist() == [0.5, 0.0, 4.0, 0.0]
    assert one.peak == 4.0


class Overtaken(Impacts):
    """A word whose terms another thread unites just after this one looked at them."""

    overtaking: Impacts | None = None

    @property
    def terms(self) -> list[Scores]:
        seen = self._terms
        if self.overtaking is not None:
            self._terms, self.overtaking = [PlainScores(self.overtaking.docs, self.overtaking.scores)], None
        return seen

    @terms.setter
    def terms(self, terms: list[Scores]) -> None:
        self._terms = terms


def test_a_thread_that_is_overtaken_by_another_gets_the_same_sum() -> None:
    docs = np.array([1, 4], dtype=np.int32)
    terms = [PlainScores(docs, np.array([2.0, 3.0])), PlainScores(docs, np.array([0.5, 1.0]))]
    one = Overtaken(terms, COUNT)
    one.overtaking = Impacts(terms, COUNT)
    assert one.scores.tolist() == [2.5, 4.0]


@given(st.dictionaries(st.integers(0, COUNT - 1), st.floats(0.01, 50), min_size=11))
def test_no_document_of_a_block_has_more_steps_than_its_peak(found: dict[int, float]) -> None:
    blocks = blocks_of(found)
    assert blocks.peaks.tolist() == [
        max([int(np.ceil(found[document] * STEPS)) for document in found if document // BLOCK == number], default=0)
        for number in range(len(blocks.peaks))
    ]


@given(st.dictionaries(st.integers(0, COUNT - 1), st.floats(0.01, 50), min_size=11))
def test_the_documents_before_each_word_of_bits_are_counted(found: dict[int, float]) -> None:
    assert blocks_of(found).starts.tolist() == [sum(document < first for document in found) for first in range(0, COUNT, 64)]


def blocks_of(found: dict[int, float]) -> Blocks:
    """The blocks of a word with these documents and scores."""
    docs = np.array(sorted(found), dtype=np.int32)
    blocks = Impacts.of(docs, np.array([found[document] for document in docs.tolist()]), COUNT).blocks
    assert blocks is not None
    return blocks


def test_of_a_word_with_few_documents_blocks_are_not_kept() -> None:
    assert Impacts.of(np.array([3], dtype=np.int32), np.array([1.0]), COUNT).blocks is None
