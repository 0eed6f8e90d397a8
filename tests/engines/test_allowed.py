"""What may be found is the same by its mask, by its bits and by what is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded import allowed as module
from search.engines.embedded import bits
from search.engines.embedded.allowed import Allowed

masks = st.lists(st.booleans(), min_size=1, max_size=200).map(lambda chosen: np.array(chosen, dtype=bool))


@given(masks, st.sampled_from((0, 5, 1000)))
def test_others_have_no_sum_however_many_they_are(mask: np.ndarray, few: int) -> None:
    sums = np.arange(1, 257, dtype=np.uint16)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", few)
        Allowed(mask).clear_others(sums)
    expected = np.arange(1, 257)
    expected[: len(mask)] *= mask
    assert sums.tolist() == expected.tolist()


@given(masks)
def test_it_is_the_same_set_as_bits_and_among_documents(mask: np.ndarray) -> None:
    allowed = Allowed(mask)
    assert bits.unpacked(allowed.bits, len(mask)).tolist() == mask.tolist()
    assert allowed.among(np.arange(len(mask))).tolist() == np.flatnonzero(mask).tolist()
