from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import ANALYSER
from search.document import Document
from search.fields import texts_of
from search.lacking import lacking
from search.marks import Marks, wanted
from search.query import NullQuery
from search.query_words import QueryWord
from search.snippets import READ_LENGTH, read
from tests.portal import ITEMS

GUIDE = next(item for item in ITEMS if item.id == "guide-aict")


def word(typed: str, marks: Marks) -> QueryWord:
    return QueryWord(typed, "", NullQuery, marks, 1)


def stems(*typed: str) -> list[QueryWord]:
    return [word(one, Marks(stems=frozenset(ANALYSER.stems(one)))) for one in typed]


def lacked(document: Document, *words: QueryWord) -> tuple[str, ...]:
    return lacked_of([document], words)[0]


def lacked_of(documents: list[Document], words: Sequence[QueryWord]) -> list[tuple[str, ...]]:
    marked = wanted(one.marks for one in words)
    return lacking(documents, words, marked, read(documents, marked))


def test_words_are_told_as_they_were_typed_and_in_their_order() -> None:
    assert lacked(GUIDE, *stems("Togo", "guides", "ZINZOLIN", "Bénin")) == ("Togo", "Bénin")


def test_labels_and_places_are_words_of_a_document_too() -> None:
    meeting = next(item for item in ITEMS if item.id == "reunion-togo")
    assert lacked(meeting, *stems("gouvernance", "lyon")) == ()


@pytest.mark.parametrize(
    ("marks", "is_there"),
    [
        (Marks(words=frozenset({"guide"})), True),
        (Marks(words=frozenset({"zinc"})), False),
        (Marks(prefixes=("zinz",)), True),
        (Marks(prefixes=("zonz",)), False),
        (Marks(phrases=(("action", "internationale", "des", "collectivites"),)), True),
        (Marks(phrases=(("action", "internationale", "du", "togo"),)), False),
        (Marks(words=frozenset({"et"})), True),
        (Marks(words=frozenset({"zinc"}), stems=frozenset({"guid"})), True),
    ],
)
def test_a_word_is_there_when_anything_that_stands_for_it_is(marks: Marks, is_there: bool) -> None:
    assert (lacked(GUIDE, word("mot", marks)) == ()) is is_there


def test_a_beginning_longer_than_the_stem_of_the_word_that_has_it_is_not_lacking() -> None:
    document = Document(id="a", title="Les jumelages et leurs travaux")
    assert lacked(document, word("jumelages*", Marks(prefixes=("jumelages",)))) == ()
    assert lacked(document, word("travau*", Marks(prefixes=("travau",)))) == ()


def test_a_beginning_that_only_the_stem_of_another_word_has_is_lacking() -> None:
    document = Document(id="a", title="Des travaux")
    assert lacked(document, *stems("travaux"), word("travail*", Marks(prefixes=("travail",)))) == ("travail*",)


def test_neither_a_compound_nor_its_parts_are_lacking_where_the_compound_stands() -> None:
    document = Document(id="a", title="Réunion du groupe-pays, vingt-deux élus")
    groupe = word("groupe", Marks(stems=frozenset({"group", "groupepay"})))
    assert lacked(document, groupe, *stems("pays", "vingt", "deux", "Togo")) == ("Togo",)


def test_an_exact_word_is_lacking_where_only_another_form_of_it_stands() -> None:
    document = Document(id="a", title="Une élue")
    assert lacked(document, word("élus", Marks(words=frozenset({"elus"}))), *stems("élu")) == ("élus",)


def test_a_word_far_into_a_long_text_is_not_lacking() -> None:
    body = "L’eau du fleuve. " * (READ_LENGTH // 8) + "Du zinzolin."
    assert lacked(Document(id="a", title="Une note", body=body), *stems("zinzolin", "eau", "Togo")) == ("Togo",)


WORDS = ("eau", "Togo", "jumelages", "élu·e·s", "A.F.D.", "franco-togolaise", "œuvre", "zinzolin")
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


@given(texts, texts, texts, texts)
def test_a_word_is_found_in_whatever_field_it_stands(title: str, summary: str, theme: str, body: str) -> None:
    document = Document(id="a", title=title or "-", summary=summary, body=body, themes=(theme,) if theme else ())
    present = {stem for text in texts_of(document) for stem in ANALYSER.stems(text)}
    assert lacked(document, *stems(*WORDS)) == tuple(one for one in WORDS if present.isdisjoint(ANALYSER.stems(one)))


@given(st.lists(st.sampled_from("eau togo jumelage élue commune zinzolin absent webinaire bénin".split()), unique=True))
def test_exactly_the_words_that_no_field_has_are_lacking(typed: list[str]) -> None:
    present = [{stem for text in texts_of(item) for stem in ANALYSER.stems(text)} for item in ITEMS]
    assert lacked_of(ITEMS, stems(*typed)) == [
        tuple(one for one in typed if own.isdisjoint(ANALYSER.stems(one))) for own in present
    ]
