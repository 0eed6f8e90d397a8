"""New documents find their place among directions that were learnt without them."""

from pathlib import Path

import numpy as np
import pytest

from indexer.latent import LatentSettings, learn_latent
from indexer.latent_space import LatentSpace
from search.document import Document

WATER = [
    Document(id=f"eau-{n}", title=f"Forage {n}", body="Une pompe et une adduction donnent l’eau du village.") for n in range(4)
]
BOOKS = [Document(id=f"livre-{n}", title=f"Lecture {n}", body="Des contes et des livres à la bibliothèque.") for n in range(4)]
SPACE = learn_latent([*WATER, *BOOKS], LatentSettings(dimensions=2))


def test_a_document_that_was_learnt_from_comes_back_to_its_own_vector() -> None:
    own = SPACE.vectors.vectors(np.arange(8))
    found = SPACE.space.project([*WATER, *BOOKS])
    assert (own * found).sum(axis=1).min() > 0.99


def test_a_new_document_points_the_way_of_its_subject() -> None:
    new = Document(id="neuf", title="Une adduction d’eau", body="Le village attendait.")
    vector = SPACE.space.project([new])[0]
    water, book = SPACE.vectors.vectors(np.array([0, 4]))
    assert vector @ water > 0.95 > 0.3 > vector @ book


def test_a_document_of_unknown_words_is_about_nothing() -> None:
    assert SPACE.space.project([Document(id="neuf", title="Zinzolin")]).tolist() == [[0, 0]]


def test_nothing_is_projected_where_nothing_was_learnt() -> None:
    alone = learn_latent([WATER[0]])
    assert alone.space.project([WATER[1]]).tolist() == [[0]]
    assert SPACE.space.project([]).shape == (0, 2)


def test_the_space_comes_back_from_its_files(tmp_path: Path) -> None:
    SPACE.save(tmp_path)
    np.testing.assert_array_equal(LatentSpace.load(tmp_path).project(WATER), SPACE.space.project(WATER))
    with pytest.raises(FileNotFoundError):
        LatentSpace.load(tmp_path / "absent")
