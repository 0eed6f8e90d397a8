from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.analysis import ANALYSER
from search.matches import matches_in, names_in
from search.wanted import WantedWords, matches_of, prefix_name, word_name
from tests.compiled_twins import both

WORDS = (
    "eau Eaux l’eau d'eau œil yeux Togo togolaise franco-togolaise francotogolaise A.F.D. afd 12 000 12000 10 000-mètres mètres 2,4 "
    "2.4 1.000.000 élu·e·s élue élu(e)s acteur·rice acteur.rice actrices directeur(trice) jaloux-se dissous.te ceux(elle) celle elle "
    "travaux travail beau nouvelles aujourd’hui aujourd'hui presqu'île île co\u00adopération coope\u0301ration coopération décentralisée "
    "régionaux régionales publics publique neuf neuve son est de la « — … ? (eau) eau, eau/air eau_air x² ½ № Ünïted ＴＯＧＯ Ελλάδα"
).split()
blanks = st.sampled_from([" ", " ", " ", "\n\n", "\u00a0", "\u202f", "\u2003", "\x1c", "", "-", "’", ".", "("])
pieces = st.sampled_from(WORDS) | st.text(max_size=6)
texts = st.lists(st.tuples(pieces, blanks), max_size=30).map(lambda pairs: "".join(map("".join, pairs)))
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


WAYS = [
    pytest.param((*one.values, *other.values), id=one.id, marks=one.marks)
    for one, other in zip(both(matches_in), both(matches_of), strict=True)
]


@pytest.fixture(scope="module", params=WAYS, autouse=True)
def _ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything holds whether texts are read by the compiled functions or by those in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.wanted.matches_in", request.param[0])
        patch.setattr("search.wanted.matches_of", request.param[1])
        yield


def by_full_analysis(text: str, wanted: WantedWords) -> list[tuple[int, int]]:
    """Where the wanted words are, by looking at every token."""
    found = [(token.start, -token.end) for token in ANALYSER.tokens(text) if wanted.match(token)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, -end))
    return kept


def names_by_full_analysis(text: str, wanted: WantedWords) -> set[str]:
    """What of the wanted is in a text: each is looked for alone."""
    tokens = list(ANALYSER.tokens(text))
    return {
        *(token.stem for token in tokens if token.stem in wanted.stems),
        *(word_name(token.word) for token in tokens if token.word in wanted.words),
        *(prefix_name(one) for one in wanted.prefixes if any(token.word.startswith(one) for token in tokens)),
    }


def found_in(text: str, wanted: WantedWords) -> list[tuple[int, int]]:
    return [(start, end) for start, end, _ in wanted.matches(text)]


def of_view(query: str, view: str) -> WantedWords:
    """The words of the query as stems, as exact words, or as the beginnings of four letters that they have."""
    words = ANALYSER.words(query)
    if view == "stems":
        return WantedWords.of(query, ANALYSER)
    if view == "words":
        return WantedWords(frozenset(), frozenset(words), ANALYSER)
    return WantedWords(frozenset(), frozenset(), ANALYSER, tuple(word[:4] for word in words))


@settings(max_examples=400)
@given(texts, queries, st.sampled_from(["stems", "words", "prefixes"]))
@example("l’É.A.U. (eau)", "eau", "stems")
@example("12 000-mètres", "mètres", "stems")
@example("12 000", "12000", "words")
@example("12\u00a0000", "12000", "words")
@example("²1 000", "1000", "words")
@example("١ ٠٠٠", "1000", "words")
@example("acteur.rice", "actrice", "words")
@example("acteur.rice", "actrice", "prefixes")
@example("ceux(elle)", "celle", "words")
@example("10 000\u202feau", "eau", "stems")
@example("®eau ©eau", "eau", "stems")
@example("3×4 eau×air", "air", "stems")
@example("l’eau–air…\u2009eau\u2007eau → eau€ l’“eau”", "eau", "stems")
@example("10\u2009000 eau", "10", "words")
@example("x 1 23 456", "23456", "words")
def test_it_finds_what_analysing_the_whole_text_finds(text: str, query: str, view: str) -> None:
    wanted = of_view(query, view)
    assert found_in(text, wanted) == by_full_analysis(text, wanted)
    assert names_in(wanted.matches_in([text])) == names_by_full_analysis(text, wanted)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("eau", "l’Eau"),
        ("regional", "RÉGIONAUX"),
        ("actrice", "un·e acteur·rice"),
        ("francotogolaise", "l’amitié franco-togolaise"),
        ("afd", "(A.F.D.)"),
        ("oeil", "ses yeux"),
        ("cœur", "COEUR"),
        ("12000", "12\u202f000 habitants"),
        ("grece", "Grèce"),
    ],
)
def test_words_are_found_however_they_are_spelt(query: str, text: str) -> None:
    assert found_in(text, WantedWords.of(query, ANALYSER))


def test_stems_and_exact_words_are_wanted_together() -> None:
    wanted = WantedWords(frozenset(ANALYSER.stems("jumelage")), frozenset({"son"}), ANALYSER)
    text = "Le jumelage et son comité : les jumelages, leurs sons."
    assert [text[start:end] for start, end in found_in(text, wanted)] == ["jumelage", "son", "jumelages"]


def test_of_a_compound_and_its_parts_the_compound_is_found() -> None:
    wanted = WantedWords.of("franco-togolaise", ANALYSER)
    assert found_in("amitié franco-togolaise", wanted) == [(7, 23)]


def test_offsets_hold_after_characters_of_every_width() -> None:
    text = "💧 ﬁn œuvre\u0301 ½ ｅａｕ — l’eau"
    assert [text[start:end] for start, end in found_in(text, WantedWords.of("eau", ANALYSER))] == ["ｅａｕ", "eau"]
