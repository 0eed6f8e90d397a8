"""The arrays of a segment against the plain reading of the same documents, word by word."""

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import ANALYSER
from search.document import Document, encode
from search.engines.embedded.inversion import Inversion
from search.engines.embedded.label_inversion import inverted_labels
from search.engines.embedded.numbering import NumberedLists, Numbering
from search.engines.embedded.segment_arrays import SegmentArrays
from search.fields import key

WORDS = ("eau", "l’eau", "de", "élu·e·s", "franco-togolaise", "10 000", "A.F.D.", "—", "Kpalimé,", "kpalime", "C1-6", "euro-")
texts = st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)
documents = st.lists(
    st.tuples(texts, texts, st.lists(st.sampled_from(("Eau", "eau", "Santé", "Égalité")), max_size=3)), max_size=8
).map(
    lambda drawn: [
        Document(id=f"d{number}", title=title or "sans titre", body=body, themes=tuple(themes))
        for number, (title, body, themes) in enumerate(drawn)
    ]
)


def inverted(documents: list[Document]) -> SegmentArrays:
    inversion = Inversion()
    for document in documents:
        inversion.add(encode(document))
    return inversion.arrays()


@settings(max_examples=200, deadline=None)
@given(documents)
def test_lists_hold_every_word_where_the_analyser_puts_it(documents: list[Document]) -> None:
    places: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for token in ANALYSER.tokens(document.body):
            places[token.word].setdefault(number, []).append(token.position)
    postings = inverted(documents).texts["body_exact"]
    assert {postings.terms[term] for term, count in enumerate(postings.counts) if count} == set(places)
    for word, by_document in places.items():
        term = postings.terms.find(word)
        assert postings.docs_of(term).tolist() == list(by_document)
        assert postings.freqs_of(term).tolist() == [len(found) for found in by_document.values()]
        assert postings.positions_of(term).tolist() == [place for found in by_document.values() for place in found]


@settings(max_examples=100, deadline=None)
@given(documents)
def test_the_stem_view_counts_stems_without_stop_words(documents: list[Document]) -> None:
    counted = [Counter(ANALYSER.stems(document.body)) for document in documents]
    postings = inverted(documents).texts["body"]
    assert postings.lengths.tolist() == [sum(stems.values()) for stems in counted]
    for stem in set().union(*counted):
        term = postings.terms.find(stem)
        holders = [number for number, stems in enumerate(counted) if stem in stems]
        assert postings.docs_of(term).tolist() == holders
        assert postings.freqs_of(term).tolist() == [counted[number][stem] for number in holders]


@settings(max_examples=100, deadline=None)
@given(documents)
def test_columns_and_lists_of_labels_say_the_same(documents: list[Document]) -> None:
    arrays = inverted(documents)
    postings, column = arrays.labels["theme"], arrays.columns["theme"]
    for number, document in enumerate(documents):
        codes = column.codes[int(column.starts[number]) : int(column.starts[number + 1])].tolist()
        assert [postings.terms[code] for code in codes] == sorted({key(theme) for theme in document.themes})
        assert all(number in postings.docs_of(code) for code in codes)
    assert sum(postings.counts) == len(column.codes)


def test_a_label_is_shown_as_most_documents_spell_it() -> None:
    labels = NumberedLists(Numbering())
    for spelt in (("BENIN", "BENIN", "BENIN"), ("Bénin",), ("Bénin", "Togo"), ("Benin",)):
        labels.add(spelt)
    _, column = inverted_labels(labels, key)
    assert list(column.shown) == ["Bénin", "Togo"]


def test_an_id_is_found_as_it_is() -> None:
    identifiers = inverted([Document(id=one, title="Titre") for one in ("b", "É", "a")]).labels["id"]
    assert list(identifiers.terms) == ["a", "b", "É"]
    assert identifiers.docs.tolist() == [2, 0, 1]
