import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from indexer.related.terms import Vocabulary, label_counts
from search.analysis import ANALYSER

TEXTS = st.lists(st.text(st.sampled_from("aàbéc L’d-·. \n0"), max_size=40), min_size=1, max_size=6)


@given(TEXTS)
def test_counts_are_those_of_scikit_learn(texts: list[str]) -> None:
    vocabulary = Vocabulary(ANALYSER)
    counted = vocabulary.counts(vocabulary.sequences(texts))
    terms, order = vocabulary.in_order()
    if not terms:
        assert counted.nnz == 0
        return
    vectorizer = CountVectorizer(analyzer=ANALYSER.stems)
    expected = vectorizer.fit_transform(texts)
    assert terms == list(vectorizer.get_feature_names_out())
    assert np.array_equal(counted[:, order].toarray(), expected.toarray())


@given(TEXTS, st.integers(0, 3), st.integers(0, 5))
def test_a_part_of_each_text_can_be_cut_out(texts: list[str], first: int, length: int) -> None:
    vocabulary = Vocabulary(ANALYSER)
    whole = vocabulary.sequences(texts)
    firsts = np.full(len(texts), first)
    part = whole.cut(firsts, firsts + length)
    for row in range(len(texts)):
        stems = whole.columns[whole.starts[row] : whole.starts[row + 1]]
        assert part.columns[part.starts[row] : part.starts[row + 1]].tolist() == stems[first : first + length].tolist()


def test_a_spelling_is_the_usual_one_and_keeps_the_capital_of_names() -> None:
    vocabulary = Vocabulary(ANALYSER)
    vocabulary.sequences(["Assainissement au Togo, assainissement à Lomé", "L’assainissement du Togo par l’AFD"])
    terms, _ = vocabulary.in_order()
    spelt = vocabulary.spellings(terms)
    assert {"assainissement", "Togo", "Lomé", "AFD"} <= set(spelt)


@given(TEXTS, st.data())
def test_the_spelling_of_a_term_does_not_depend_on_what_else_is_asked_for(texts: list[str], data: st.DataObject) -> None:
    vocabulary = Vocabulary(ANALYSER)
    vocabulary.sequences(texts)
    terms, _ = vocabulary.in_order()
    asked = data.draw(st.lists(st.sampled_from(terms), unique=True)) if terms else []
    spelt = dict(zip(terms, vocabulary.spellings(terms), strict=True))
    assert vocabulary.spellings(asked) == [spelt[term] for term in asked]


def test_labels_are_columns_in_order() -> None:
    matrix, names = label_counts([["b", "a"], [], ["b"]])
    assert names == ["a", "b"]
    assert matrix.toarray().tolist() == [[1, 1], [0, 0], [0, 1]]
