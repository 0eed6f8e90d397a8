"""The quick way to phrases finds what reading every document finds."""

from hypothesis import given
from hypothesis import strategies as st

from search.document import Document, encode
from search.engines.embedded.inversion import Inversion
from search.engines.embedded.phrases import with_phrase

WORDS = ("eau", "de", "la", "commune")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14)
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5)


def is_in(words: list[str], phrase: list[str], slop: int) -> bool:
    ends = {place for place, word in enumerate(words) if word == phrase[0]}
    for wanted in phrase[1:]:
        ends = {p for p, word in enumerate(words) if word == wanted and any(p - slop <= end < p for end in ends)}
    return bool(ends)


@given(st.lists(texts, min_size=1, max_size=12), phrases, st.integers(1, 3))
def test_a_phrase_is_found_where_reading_finds_it(documents: list[list[str]], phrase: list[str], slop: int) -> None:
    inversion = Inversion()
    for number, words in enumerate([*documents, list(WORDS)]):
        inversion.add(encode(Document(id=str(number), title="Une note", body=" ".join(words))))
    postings = inversion.arrays().texts["body_exact"]
    rows = [postings.terms.find(word) for word in phrase]
    found = with_phrase([(postings, row, postings.docs_of(row)) for row in rows], slop)
    expected = [number for number, words in enumerate([*documents, list(WORDS)]) if is_in(words, phrase, slop)]
    assert found.tolist() == expected
