from pathlib import Path

import pytest

from search.vocabulary import Vocabulary
from tests.search.lexicon import vocabulary


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return vocabulary(tmp_path_factory.mktemp("language"))


def test_a_stem_has_the_documents_of_its_commonest_word(words: Vocabulary) -> None:
    assert [words.documents_with(stem) for stem in ("jumelag", "togo", "introuvable", "")] == [9, 40, 0, 0]


def test_a_word_is_spelt_as_the_portal_spells_it(words: Vocabulary) -> None:
    assert [words.spelling(word) for word in ("togo", "cooperation", "oeuvre", "introuvable")] == [
        "Togo",
        "coopération",
        "œuvre",
        "introuvable",
    ]


def test_labels_are_known_by_their_field(words: Vocabulary) -> None:
    assert words.has_label("country", "mali")
    assert not words.has_label("theme", "mali")
    assert not words.has_label("country", "benin")


def test_similar_words_are_among_few(words: Vocabulary) -> None:
    assert "jumelage" in words.words(words.similar("jumelaje", 1))
    assert "togo" not in words.words(words.similar("jumelaje", 2))


def test_homophones_sound_the_same(words: Vocabulary) -> None:
    assert words.words(words.homophones("farmassie")) == ["pharmacie"]
    assert words.words(words.homophones("zzz")) == []


def test_a_portal_without_a_word_has_a_vocabulary(tmp_path: Path) -> None:
    from indexer.vocabulary import VocabularyModel

    VocabularyModel().learn([]).save(tmp_path, {})
    empty = Vocabulary(tmp_path)
    assert empty.documents_with("eau") == 0
    assert empty.spelling("eau") == "eau"
    assert len(empty.similar("commune", 2)) == len(empty.homophones("commune")) == 0
