"""What is learnt from which words occur together."""

import numpy as np

from indexer.latent import LatentSettings, learn_latent
from search.document import Document
from tests.portal import ITEMS

IN_ORDER = sorted(ITEMS, key=lambda item: item.id)


def test_documents_that_share_words_through_others_point_the_same_way() -> None:
    documents = [
        Document(id="a", title="Forage", body="Un forage et une pompe pour l’eau du village."),
        Document(id="b", title="Adduction", body="L’eau du village coule par une adduction et une pompe."),
        Document(id="c", title="Pompe", body="La pompe du forage, l’adduction du village."),
        Document(id="d", title="Bibliothèque", body="Des livres, un conte et une lectrice."),
        Document(id="e", title="Lecture", body="La lectrice ouvre un livre de contes."),
        Document(id="f", title="Conte", body="Un conte lu à la bibliothèque."),
    ]
    vectors = learn_latent(documents, LatentSettings(dimensions=2)).vectors.vectors(np.arange(6))
    same, other = vectors[0] @ vectors[1], vectors[0] @ vectors[4]
    assert same > 0.9 > 0.5 > other


def test_the_same_documents_give_the_same_bytes() -> None:
    one, other = learn_latent(IN_ORDER).vectors, learn_latent(IN_ORDER).vectors
    rows = np.arange(len(IN_ORDER))
    assert one.vectors(rows).tobytes() == other.vectors(rows).tobytes()
    assert list(one.ids) == [item.id for item in IN_ORDER]


def test_vectors_have_length_one() -> None:
    lengths = np.linalg.norm(learn_latent(IN_ORDER).vectors.vectors(np.arange(len(IN_ORDER))), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=0.02)


def test_there_is_nothing_to_learn_from_one_document_or_from_no_words() -> None:
    for documents in ([IN_ORDER[0]], [Document(id="a", title="?"), Document(id="b", title="!")], []):
        assert not learn_latent(documents).vectors.vectors(np.arange(len(documents))).any()


def test_what_all_documents_have_in_common_brings_none_of_them_together() -> None:
    common = "La commune et la région présentent le projet de coopération décentralisée avec leurs partenaires."
    documents = [
        *(Document(id=f"eau-{n}", title=f"Forage {n}", body=f"{common} Une pompe donne l’eau du village.") for n in range(3)),
        *(Document(id=f"livre-{n}", title=f"Conte {n}", body=f"{common} Une lectrice prête des livres.") for n in range(3)),
    ]
    vectors = learn_latent(documents).vectors.vectors(np.arange(6))
    likeness = vectors @ vectors.T
    assert likeness[:3, :3].min() > 0 > likeness[:3, 3:].max()
    np.testing.assert_allclose(likeness.sum(axis=1), 0, atol=0.35)  # seen from their middle, they pull apart


def test_documents_that_are_all_the_same_are_about_nothing_that_tells_them_apart() -> None:
    documents = [Document(id=f"copie-{n}", title="Forage", body="Une pompe donne l’eau du village.") for n in range(4)]
    assert not learn_latent(documents).vectors.vectors(np.arange(4)).any()
