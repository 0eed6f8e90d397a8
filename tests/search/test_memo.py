import tracemalloc

from search.analysis import Analyser, chunk_bytes, form_bytes
from search.memo import LONGEST_TEXT, Memo


def test_a_text_is_made_once() -> None:
    made: list[str] = []
    memo = Memo(lambda text: made.append(text) or text.upper(), len, limit=100)
    assert [memo[text] for text in ("eau", "togo", "eau")] == ["EAU", "TOGO", "EAU"]
    assert made == ["eau", "togo"]


def test_everything_is_forgotten_past_the_limit() -> None:
    memo = Memo(str.upper, len, limit=8)
    for text in ("eau", "togo", "lac", "eau"):
        assert memo[text] == text.upper()
    assert list(memo) == ["lac", "eau"]


def test_a_long_text_is_not_remembered() -> None:
    memo = Memo(str.upper, len, limit=10_000)
    assert memo["a" * (LONGEST_TEXT + 1)] == "A" * (LONGEST_TEXT + 1)
    assert not memo


def test_the_sizes_of_analysed_chunks_are_about_what_they_take() -> None:
    texts = [f"l’{word}{number} {word}{number}-{word}" for number in range(1000) for word in ("eau", "commune")]
    analyser = Analyser()
    tracemalloc.start()
    try:
        for text in texts:
            analyser.stems(text)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    counted = sum(map(chunk_bytes, analyser._memo.values())) + sum(map(form_bytes, analyser._forms.values()))
    assert 0.6 < counted / taken < 1.7
