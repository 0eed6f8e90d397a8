from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold
from search.roots import prefix_root, stem_roots, word_root
from search.stem import IRREGULAR, REWRITINGS, stem
from search.tokenisation import FEMININE_SUFFIXES, words_of

SUFFIXES = sorted(
    {*FEMININE_SUFFIXES, "e", "es", "ne", "nes", "le", "te", "ère", "ières", "ives", "elles", "trices", "che", "sses"}
)
ENDINGS = sorted({old for old, _ in REWRITINGS} | {"s", "x", "teur", "ceux", "if", "et", "el", "ien", "ieme"})

letters = st.text("abcdefgilmnoprstuvx", min_size=1, max_size=5)
words = st.one_of(
    st.builds(lambda start, ending: start + ending, letters, st.sampled_from(ENDINGS)),
    st.sampled_from(sorted(IRREGULAR)).flatmap(lambda word: st.sampled_from([word, f"{word}s"])),
    st.text("0123456789", min_size=1, max_size=4).flatmap(lambda number: st.sampled_from([number, f"{number}e", f"{number}eme"])),
)


@given(words)
def test_a_word_begins_with_a_root_of_its_stem(word: str) -> None:
    assert any(word.startswith(root) for root in stem_roots(stem(word)))
    assert word.startswith(word_root(word))


@given(words, st.sampled_from(SUFFIXES))
def test_an_abbreviated_feminine_holds_the_roots_of_all_that_it_stands_for(word: str, suffix: str) -> None:
    letters = fold(word + suffix)
    for spelt in words_of(f"{word}({suffix})"):
        folded = fold(spelt.spelling)
        assert any(root in letters for root in stem_roots(stem(folded)))
        assert word_root(folded) in letters
        assert all(prefix_root(folded[:length]) in letters for length in range(1, len(folded) + 1))


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12))
def test_no_root_is_empty(word: str) -> None:
    assert all(stem_roots(stem(word)))
    assert word_root(word)


def test_roots_are_long_enough_to_tell_words_apart() -> None:
    assert stem_roots(stem("collectivites")) == ("collectivi",)
    assert stem_roots(stem("regionaux")) == ("regiona",)
    assert stem_roots(stem("travaux")) == ("travail", "travaux")
    assert word_root("actrices") == "ac"
    assert word_root("cooperation") == "cooperation"
