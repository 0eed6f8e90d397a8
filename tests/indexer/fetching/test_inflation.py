import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.fetching.inflation import Inflation

TEXT = "Les bornes-fontaines de Lomé. ".encode() * 100


def inflated(data: bytes, size: int, limit: int = 1 << 20) -> tuple[bytes, bool]:
    """What comes out of chunks of a size, and whether it is all."""
    inflation = Inflation(limit)
    out = b"".join(inflation.inflate(data[start : start + size]) for start in range(0, len(data), size))
    return out, inflation.complete


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6), st.integers(1, 400), st.integers(0, 50))
def test_members_are_inflated_as_gzip_does_however_they_are_cut_in_chunks(parts: list[bytes], size: int, zeros: int) -> None:
    data = b"".join(map(gzip.compress, parts)) + b"\0" * zeros
    assert inflated(data, size) == (gzip.decompress(data), True)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 400), st.data())
def test_no_more_than_a_byte_past_the_limit_comes_out(parts: list[bytes], size: int, data: st.DataObject) -> None:
    whole = b"".join(parts)
    limit = data.draw(st.integers(0, len(whole)))
    assert inflated(b"".join(map(gzip.compress, parts)), size, limit)[0] == whole[: limit + 1]


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("cut", [5, 40, -1])
def test_data_that_ends_inside_a_member_is_not_complete(cut: int, size: int) -> None:
    packed = gzip.compress(TEXT)
    assert not inflated(packed[:cut], size)[1]
    assert not inflated(packed + packed[:cut], size)[1]


def test_zlib_is_inflated_too_and_nothing_is_complete() -> None:
    assert inflated(zlib.compress(TEXT), 50) == (TEXT, True)
    assert inflated(b"", 50) == (b"", True)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_what_follows_the_members_and_is_none_is_left_aside(size: int) -> None:
    assert inflated(gzip.compress(TEXT) + b"<!-- servi en 3 ms --> \x1f\x8b", size) == (TEXT, True)


@pytest.mark.parametrize(
    "data", [TEXT, gzip.compress(TEXT) + b"\x1f\x8bjamais", gzip.compress(TEXT)[:-8] + b"\0" * 8], ids=["none", "next", "sum"]
)
def test_damaged_data_is_refused(data: bytes) -> None:
    with pytest.raises(zlib.error):
        inflated(data, 64)
