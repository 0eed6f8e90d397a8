from indexer.phrases import MIN_DOCUMENTS, frequent_phrases
from search.document import Document


def phrases(*titles: str) -> dict[str, int]:
    documents = [Document(id=str(number), title=title) for number, title in enumerate(titles)]
    return {phrase.text: len(phrase.rows) for phrase in frequent_phrases(documents)}


def test_a_phrase_of_enough_documents_is_found_in_its_commonest_spelling() -> None:
    found = phrases("Appel à projets eau", "appel à projets, jeunesse", "Un appel à projets", "Deux appels")
    assert found == {"appel à projets": MIN_DOCUMENTS}


def test_what_nearly_always_stands_inside_a_longer_phrase_is_left_to_it() -> None:
    found = phrases(*["La coopération décentralisée franco-togolaise"] * 3)
    assert found == {"coopération décentralisée franco-togolaise": 3}


def test_a_phrase_neither_begins_nor_ends_with_a_stop_word_nor_crosses_punctuation() -> None:
    found = phrases(*["L’accès à l’eau potable. Le Togo"] * 3)
    assert found == {"accès à l’eau potable": 3, "Togo": 3}


def test_rare_phrases_are_left_out() -> None:
    assert phrases("une convention type", "une convention type") == {}
