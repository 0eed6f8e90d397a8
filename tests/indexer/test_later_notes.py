from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.language import learn_language
from indexer.later_language import save_later_language
from indexer.later_notes import NOTES, load_notes, noted, save_notes, write_later_vocabulary
from indexer.vocabulary import VocabularyModel
from search.document import Document
from search.vocabulary import Vocabulary
from tests.portal import ITEMS

texts = st.lists(
    st.sampled_from(
        "Forage forage de l’eau à Tsévié crapaud Crapaud CRAPAUD aujourd’hui 2025 coopération togolais œuvre UE".split()
    )
)


def documents_of(bodies: Sequence[Sequence[str]]) -> list[Document]:
    return [
        Document(id=f"n{number}", title=f"Titre {number}", body=" ".join(words), themes=("Eau", "Forages"))
        for number, words in enumerate(bodies)
    ]


def vocabulary_of_all_at_once(known: Vocabulary, documents: Sequence[Document], folder: Path) -> Vocabulary:
    """The oracle: the words of all documents counted together, without those that were known."""
    model = VocabularyModel().learn(documents)
    spellings = model.spellings()
    for word in [word for word in model.words_ if known.has_word(word)]:
        del model.words_[word]
    model.save(folder, spellings)
    return Vocabulary(folder)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, max_size=4))
def test_notes_together_say_what_their_documents_say(tmp_path: Path, bodies: list[list[str]]) -> None:
    learn_language(ITEMS, tmp_path / "learnt")
    known, documents = Vocabulary(tmp_path / "learnt"), documents_of(bodies)
    save_notes({one.id: noted(one, known) for one in documents}, tmp_path)
    write_later_vocabulary(load_notes(tmp_path).values(), tmp_path / "notes")
    oracle = vocabulary_of_all_at_once(known, documents, tmp_path / "oracle")
    found = Vocabulary(tmp_path / "notes")
    words = oracle.words(oracle.similar("", 99))
    assert found.words(found.similar("", 99)) == words
    assert [found.candidate(row) for row in range(len(words))] == [oracle.candidate(row) for row in range(len(words))]
    for stem in ("forag", "crapaud", "tsev", "ue", "togol"):
        assert found.documents_with(stem) == oracle.documents_with(stem)
    assert found.has_label("theme", "forages") == oracle.has_label("theme", "forages") == bool(documents)


def test_documents_without_notes_are_read_again(tmp_path: Path) -> None:
    learn_language(ITEMS, tmp_path / "learnt")
    one, other = documents_of([["crapaud"], ["amarante"]])
    read: list[str] = []

    def documents_of_ids(ids: Sequence[str]) -> list[Document]:
        read.extend(ids)
        return [{one.id: one, other.id: other}[identifier] for identifier in ids]

    def later(since: Path | None, folder: Path, added: Document, *ids: str) -> list[str]:
        save_later_language(tmp_path / "learnt", since, folder, ids, [added], [], documents_of_ids)
        return [word for word in ("crapaud", "amarante") if Vocabulary(tmp_path / "learnt", folder).has_word(word)]

    assert later(None, tmp_path / "first", one, one.id) == ["crapaud"]
    assert later(tmp_path / "first", tmp_path / "second", other, one.id, other.id) == ["crapaud", "amarante"]
    assert read == []
    (tmp_path / "first" / NOTES).unlink()
    assert later(tmp_path / "first", tmp_path / "third", other, one.id, other.id) == ["crapaud", "amarante"]
    assert read == [one.id]
    assert later(tmp_path / "third", tmp_path / "fourth", other, other.id) == ["amarante"]
    assert np.load(tmp_path / "fourth" / "hidden.npy").tolist() == []
