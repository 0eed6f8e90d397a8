import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import snippets
from search.analysis import ANALYSER
from search.compiled import TWINS
from search.document import Document
from search.results import Highlight
from search.snippets import PASSAGE_LENGTH, READ_LENGTH, read, readings
from search.wanted import WantedWords
from tests.compiled_twins import both
from tests.portal import ITEMS

GUIDE = next(item for item in ITEMS if item.id == "guide-aict")

WORDS = "eau Togo l’eau l'assainissement élu·e·s A.F.D. franco-togolaise œuvre 12 000 2,4 de la « — jumelages zinzolin x".split()
words = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=40)
blanks = st.sampled_from([" ", "\n\n", " \t ", "\u00a0"])
texts = st.builds(lambda words, blank, times: blank.join(words * times), words, blanks, st.integers(min_value=1, max_value=30))
queries = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


@pytest.fixture(scope="module", params=both(readings), autouse=True)
def _ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything holds whether texts are read by the compiled function or by the one in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.snippets.readings", request.param)
        yield


def shown(document: Document, query: str) -> dict[str, Highlight]:
    return read([document], WantedWords.of(query, ANALYSER))[0].highlights


def joined(highlight: Highlight) -> str:
    return "".join(piece for piece, _ in highlight.pieces)


def marked(highlight: Highlight) -> list[str]:
    return [piece for piece, mark in highlight.pieces if mark]


def normalised(text: str) -> str:
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text)


def test_a_word_is_marked_whole_however_it_was_typed() -> None:
    document = Document(id="a", title="Élu·e·s et sœurs jumelées : l’assainissement à Kpalimé")
    assert marked(shown(document, "elue soeur l'assainissement kpalime")["title"]) == [
        "Élu·e·s",
        "sœurs",
        "assainissement",
        "Kpalimé",
    ]


def test_a_long_field_shows_the_passage_that_matches() -> None:
    passage = shown(GUIDE, "zinzolin")["body"]
    assert marked(passage) == ["zinzolin"]
    assert joined(passage).endswith("Un mot rare : zinzolin.")
    assert (passage.starts_inside, passage.ends_inside) == (True, False)


def test_a_passage_prefers_the_place_where_the_words_stand_together() -> None:
    body = "L’eau du fleuve. " + "Rien à dire ici. " * 40 + "L’eau et l’assainissement au Togo. " + "Rien à dire ici. " * 40
    passage = shown(Document(id="a", title="Titre", body=body), "eau assainissement togo")["body"]
    assert marked(passage) == ["eau", "assainissement", "Togo"]


def test_forms_of_one_word_are_one_word_where_a_passage_is_chosen() -> None:
    body = "Une formation utile. " + "Rien de plus. " * 40 + "Des formations, une formation."
    wanted = WantedWords(frozenset(ANALYSER.stems("formation")), frozenset({"formation"}), ANALYSER)
    highlight = read([Document(id="a", title="Guide", body=body)], wanted)[0].highlights["body"]
    assert joined(highlight).startswith("Une formation utile.")


def test_a_very_long_text_is_read_until_something_matches() -> None:
    filler = "Rien à dire ici, 10 000 fois. " * (2 * READ_LENGTH // 30)
    passage = shown(Document(id="a", title="Titre", body=f"{filler}L’eau du fleuve. {filler}Du zinzolin."), "zinzolin eau")["body"]
    assert marked(passage) == ["eau"]
    assert marked(shown(Document(id="a", title="Titre", body=f"{filler}Du zinzolin."), "zinzolin")["body"]) == ["zinzolin"]


def test_a_text_without_blanks_is_shown_too() -> None:
    passage = shown(Document(id="a", title="Titre", body="x" * 300_000), "x")["body"]
    assert joined(passage).startswith("xxx")


def test_a_field_without_a_match_shows_its_beginning() -> None:
    passage = shown(GUIDE, "introuvable")["body"]
    assert marked(passage) == []
    assert joined(passage).startswith("Le cadre légal")
    assert (passage.starts_inside, passage.ends_inside) == (False, True)


def test_every_field_is_marked_at_its_own_places() -> None:
    document = Document(id="a", title="L’eau", summary="Peu d’eau.", body="Beaucoup d’eau.", themes=("Eau",))
    assert {name: highlight.pieces for name, highlight in shown(document, "eau").items()} == {
        "title": (("L’", False), ("eau", True)),
        "summary": (("Peu d’", False), ("eau", True), (".", False)),
        "body": (("Beaucoup d’", False), ("eau", True), (".", False)),
    }


def test_a_number_does_not_reach_from_one_field_into_the_next() -> None:
    assert marked(shown(Document(id="a", title="Article 12", body="000 habitants"), "12")["title"]) == ["12"]


def test_empty_fields_show_nothing() -> None:
    assert set(shown(Document(id="a", title="Titre"), "titre")) == {"title"}


def test_a_query_of_stop_words_marks_them() -> None:
    assert marked(shown(Document(id="a", title="Elle est là"), "est")["title"]) == ["est"]


@given(texts, queries)
def test_a_passage_is_a_piece_of_its_text(text: str, query: str) -> None:
    passage = shown(Document(id="a", title="Titre", body=text or "-"), query)["body"]
    assert joined(passage) in normalised(text or "-")
    if not passage.starts_inside and not passage.ends_inside:
        assert joined(passage) == normalised(text or "-")


@given(texts, queries)
def test_marks_are_whole_words_that_were_asked_for(text: str, query: str) -> None:
    wanted = WantedWords.of(query, ANALYSER)
    asked = {normalised(text[token.start : token.end]) for token in ANALYSER.tokens(text) if wanted.match(token)}
    passage = shown(Document(id="a", title="Titre", body=text or "-"), query)["body"]
    assert set(marked(passage)) <= asked
    assert bool(marked(passage)) == bool(asked)


@given(texts, queries)
def test_a_passage_stays_within_its_bound(text: str, query: str) -> None:
    passage = shown(Document(id="a", title="Titre", body=text or "-"), query)["body"]
    longest = max(map(len, text.split()), default=0)
    assert len(joined(passage)) <= PASSAGE_LENGTH + longest


@given(st.lists(st.tuples(texts, texts, st.booleans()), max_size=4), queries)
def test_documents_read_together_are_read_as_each_alone(fields: list[tuple[str, str, bool]], query: str) -> None:
    documents = [
        Document(id="a", title="Eau", summary=summary, body=body + "eau " * (READ_LENGTH // 4 + 1) if is_long else body)
        for summary, body, is_long in fields
    ]
    wanted = WantedWords.of(query, ANALYSER)
    assert read(documents, wanted) == [read([document], wanted)[0] for document in documents]


found_words = st.sampled_from(["l’eau", "Togo", "togolais", "élu·e·s", "jumelages", "12 000", "œuvre"])
other_words = st.sampled_from(["de", "💧", "œ", "«", "Ελλάδα", "x" * 30, "x" * 300])
pieces = (
    st.sampled_from([" ", " ", " ", "  ", "\n", "\t ", "\u00a0", "\u202f", "\u2009", "\x1c", "\x85"]) | found_words | other_words
)
longer_texts = st.lists(pieces, max_size=200).map("".join) | st.lists(found_words | other_words, max_size=80).map(" ".join)
stems = st.frozensets(st.sampled_from(["eau", "togo", "elu", "jumelag", "oeuvr"]), max_size=3)
exact_words = st.frozensets(st.sampled_from(["eau", "elue", "12000", "de"]), max_size=2)
beginnings = st.lists(st.sampled_from(["tog", "jumel", "e", "x"]), unique=True, max_size=2).map(tuple)


@settings(max_examples=400)
@given(st.lists(st.tuples(longer_texts, longer_texts, st.booleans()), max_size=4), stems, exact_words, beginnings)
def test_both_ways_give_the_same(
    fields: list[tuple[str, str, bool]], stems: frozenset[str], words: frozenset[str], prefixes: tuple[str, ...]
) -> None:
    wanted = WantedWords(stems, words, ANALYSER, prefixes)
    texts = [
        ("L’eau du Togo", summary, "Togo . Eau", "x 10 000 " * (READ_LENGTH // 8) * is_long + body)
        for summary, body, is_long in fields
    ]
    assert snippets.readings(texts, wanted) == TWINS.get(readings, readings)(texts, wanted)


@given(st.text(st.sampled_from("eau \n\t\u00a0\u202f\u2003\x1c"), min_size=1, max_size=60))
def test_a_run_of_blanks_is_shown_as_one_space_and_no_break_spaces_stay(summary: str) -> None:
    document = Document(id="a", title="Eau", summary=summary)
    assert joined(shown(document, "eau")["summary"]) == re.sub(r"[^\S\u00a0\u202f]+", " ", summary)
