import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.charsets import decoded

TEXT = "Été à Lomé : l’œuvre, 3 €"


@pytest.mark.parametrize(
    ("data", "announced"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "iso-8859-15 inconnu"),
        (codecs.BOM_UTF8 + TEXT.encode(), "iso-8859-1"),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("cp1252"), ""),
        (TEXT.encode("cp1252"), "iso-8859-1"),
        (TEXT.encode("cp1252"), "utf-8"),
        (b"<meta charset=utf-8>" + TEXT.encode(), ""),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + TEXT.encode("cp1252"), ""),
    ],
)
def test_the_encoding_is_found_out(data: bytes, announced: str) -> None:
    assert decoded(data, announced).endswith(TEXT)


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    assert decoded(TEXT.encode() * 50 + b"\xff").startswith(TEXT)


@given(st.binary(max_size=100), st.text(max_size=10))
def test_any_bytes_are_some_text(data: bytes, announced: str) -> None:
    assert isinstance(decoded(data, announced), str)


@given(st.text(max_size=100).filter(lambda text: "charset" not in text and "encoding" not in text))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    if not text.encode("utf-8", "ignore").startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert (
            decoded(text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore").encode())
            == text.encode("utf-8", "ignore").decode()
        )
