import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import decode, encode
from search.engines.embedded.stored_documents import BLOCK, DocumentStore, StoredDocuments, merged_stored
from search.errors import IndexCorrupt
from tests.portal import ITEMS

LONG = "La coopération décentralisée entre Strasbourg et Douala porte sur l’eau. ".encode()
documents = st.lists(st.one_of(st.binary(max_size=20), st.integers(1, 200).map(lambda times: LONG * times)), max_size=12)


def stored(encoded: list[bytes]) -> StoredDocuments:
    store = DocumentStore()
    for document in encoded:
        store.add(document)
    return store.stored()


def listed(documents: StoredDocuments) -> list[bytes]:
    return [documents[number] for number in range(len(documents))]


@given(documents)
def test_documents_come_back_as_they_were(encoded: list[bytes]) -> None:
    arrays = stored(encoded).arrays("stored")
    assert listed(StoredDocuments.of_arrays(arrays, "stored")) == encoded


@given(st.lists(st.lists(st.tuples(st.one_of(st.just(LONG * 60), st.binary(max_size=20)), st.booleans()), max_size=8), max_size=4))
def test_a_merge_keeps_the_live_documents_in_their_order(parts: list[list[tuple[bytes, bool]]]) -> None:
    merged = merged_stored([(stored([d for d, _ in part]), np.array([live for _, live in part], dtype=bool)) for part in parts])
    assert listed(merged) == [document for part in parts for document, live in part if live]


def test_a_merge_copies_full_blocks_and_packs_small_ones_together() -> None:
    full, small = stored([LONG * (BLOCK // len(LONG) + 1)]), stored([encode(item) for item in ITEMS[:2]])
    merged = merged_stored([(one, np.ones(len(one), dtype=bool)) for one in (full, small, small, small)])
    assert merged.compressed(0) == full.compressed(0)
    assert len(merged.firsts) - 1 == 2
    assert [decode(merged[number]) for number in range(1, 7)] == [*ITEMS[:2]] * 3


def test_neighbours_share_their_words() -> None:
    encoded = [encode(item) for item in ITEMS] * 20
    assert len(stored(encoded).data) < sum(len(stored([document]).data) for document in encoded) / 2


def test_a_damaged_block_is_refused_with_the_remedy() -> None:
    damaged = stored([LONG])
    broken = StoredDocuments(damaged.firsts, damaged.ends, damaged.starts, np.zeros_like(damaged.data))
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        broken[0]


def test_a_document_that_no_block_holds_is_refused_with_the_remedy() -> None:
    one = stored([LONG])
    astray = StoredDocuments(np.zeros_like(one.firsts), one.ends, one.starts, one.data)
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        astray[0]
