"""Chunks of a folded text in which words may begin."""

import pytest

from search.chunk_places import chunks_with


@pytest.mark.parametrize(
    ("roots", "folded", "chunks"),
    [
        (["eau"], "l-eau du togo ", ["l-eau"]),
        (["eau"], "eau ", ["eau"]),
        (["eau"], "le bureau des eaux ", ["eaux"]),
        (["eau"], "a eau-eau eau ", ["eau-eau", "eau"]),
        (["afd"], "avec l- a-f-d- ", ["a-f-d-"]),
        (["aujourdhui"], "fait aujourd-hui ", ["aujourd-hui"]),
        (["togo", "eau"], "l-eau au togo ", ["l-eau", "togo"]),
        ([], "le c?ur du togo ", ["c?ur"]),
        (["coeur", "togo"], "le togo et le c?ur ", ["togo", "c?ur"]),
        (["eau"], " ", []),
        ([], "togo ", []),
    ],
)
def test_they_are_those_with_a_word_that_may_begin_so(roots: list[str], folded: str, chunks: list[str]) -> None:
    found = chunks_with([root.encode() for root in roots], folded.encode())
    assert [folded[start:end] for start, end in found] == chunks


def test_of_a_long_root_only_the_first_eight_letters_tell() -> None:
    assert chunks_with([b"intercommunalite"], b"une interco mmunale intercommune ") == [(20, 32)]
