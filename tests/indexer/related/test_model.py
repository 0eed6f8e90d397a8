"""What must hold of every portal, and an oracle: the similarity, written out in plain Python."""

import math
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings

from indexer.related.groups import series_key
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from search.analysis import ANALYSER
from search.document import Document, whole_text
from search.fields import key
from search.neighbour_table import NeighbourTable
from search.related import RelatedItem, RelatedItems
from tests.indexer.related.portals import documents


def suggestions(portal: list[Document]) -> dict[str, list[RelatedItem]]:
    with TemporaryDirectory() as folder:
        RelatedModel().learn(portal).save(Path(folder))
        table = RelatedItems(NeighbourTable(Path(folder)))
        return {one.id: table.of_row(row, 20, explain=True) for row, one in enumerate(portal)}


@settings(max_examples=25, deadline=None)
@given(documents())
def test_what_is_suggested_is_another_item_no_mirror_and_one_of_each_series(portal: list[Document]) -> None:
    by_id = {one.id: one for one in portal}
    for item, found in suggestions(portal).items():
        shown = [by_id[one.document.id] for one in found]
        texts = [Counter(ANALYSER.stems(whole_text(one))) for one in (by_id[item], *shown)]
        assert item not in {one.id for one in shown}
        assert len({tuple(sorted(text.items())) for text in texts}) == len(texts)
        series = [series for one in (by_id[item], *shown) if (series := series_key(one.title))]
        assert len(set(series)) == len(series)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@settings(max_examples=20, deadline=None)
@given(documents())
def test_every_reason_is_shared_by_both(portal: list[Document]) -> None:
    by_id = {one.id: one for one in portal}
    for item, found in suggestions(portal).items():
        for one in found:
            pair = (by_id[item], by_id[one.document.id])
            for reason in one.reasons:
                assert reason.values
                if reason.type == "words":
                    shared = set(ANALYSER.stems(whole_text(pair[0]))) & set(ANALYSER.stems(whole_text(pair[1])))
                    assert {stem for word in reason.values for stem in ANALYSER.stems(word)} <= shared
                else:
                    name = {"theme": "themes", "country": "countries"}[reason.type]
                    assert set(reason.values) == set(getattr(pair[0], name)) & set(getattr(pair[1], name))


@settings(max_examples=20, deadline=None)
@given(documents())
def test_similarities_are_the_same_from_either_side_and_as_written_out(portal: list[Document]) -> None:
    model = RelatedModel(RelatedSettings(strongest=10_000)).learn(portal)
    expected = naive_similarities(portal, model.settings)
    for row, (rows, similarities) in enumerate(zip(model.candidates_.rows, model.candidates_.similarities, strict=True)):
        for other, similarity in zip(rows, similarities, strict=True):
            if other >= 0:
                assert similarity == pytest.approx(expected[row][other], abs=1e-4)
                assert expected[row][other] == pytest.approx(expected[other][row], abs=1e-9)
        found = set(rows[rows >= 0].tolist())
        assert {other for other, value in enumerate(naive_cosines(portal, model.settings)[row]) if value > 1e-6} - {row} == found


@settings(max_examples=12, deadline=None)
@given(documents())
def test_a_rebuild_learns_the_same(portal: list[Document]) -> None:
    assert suggestions(portal) == suggestions(list(portal))


@settings(max_examples=12, deadline=None)
@given(documents())
def test_the_parts_of_an_explanation_add_up(portal: list[Document]) -> None:
    for found in suggestions(portal).values():
        for one in found:
            assert one.explanation is not None
            parts = dict(one.explanation)
            similarity, prior, diversity = (parts.pop(name) for name in ("similarity", "prior", "diversity"))
            assert sum(parts.values()) == pytest.approx(similarity, abs=0.01)
            assert similarity * prior + diversity == pytest.approx(one.score, abs=0.001)
            assert diversity <= 1e-4


def test_a_portal_without_a_word_has_no_suggestions() -> None:
    assert suggestions([Document(id="a", title="…"), Document(id="b", title="…")]) == {"a": [], "b": []}


def test_blocks_do_not_change_what_is_learnt() -> None:
    portal = [Document(id=f"{n:02}", title=f"Le forage {n % 7}", body="pompe école eau " * (n % 5 + 1)) for n in range(40)]
    large, small = (RelatedModel(RelatedSettings(block=block)).learn(portal) for block in (1000, 3))
    assert np.array_equal(large.neighbours_.rows, small.neighbours_.rows)
    assert np.array_equal(large.grounds_.words, small.grounds_.words)


Vector = dict[str, float]


def naive_similarities(portal: list[Document], weights: RelatedSettings) -> list[list[float]]:
    """Every similarity from its definition."""
    cosines = naive_cosines(portal, weights)
    words = [set(ANALYSER.stems(whole_text(one))) for one in portal]
    titles = [set(ANALYSER.stems(one.title)) for one in portal]
    idf = _idf([Counter(one) for one in words])

    def said(title: set[str], text: set[str]) -> float:
        return sum(idf[stem] for stem in title & text) / sum(idf[stem] for stem in title) if title else 0.0

    both = range(len(portal))
    return [
        [cosines[i][j] + weights.mention / 2 * (said(titles[i], words[j]) + said(titles[j], words[i])) for j in both] for i in both
    ]


def naive_cosines(portal: list[Document], weights: RelatedSettings) -> list[list[float]]:
    stems = [ANALYSER.stems(whole_text(one)) for one in portal]
    lengths = [len(ANALYSER.stems(one.title)) for one in portal]
    wholes = [Counter(one) for one in stems]
    titles = [Counter(one[:end]) for one, end in zip(stems, lengths, strict=True)]
    openings = [Counter(one[end : end + weights.opening_words]) for one, end in zip(stems, lengths, strict=True)]
    labels = [Counter({f"t {key(n)}" for n in one.themes} | {f"c {key(n)}" for n in one.countries}) for one in portal]
    weighted = [
        (1.0, _vectors(wholes, _idf(wholes))),
        (weights.title, _vectors(titles, _idf(titles))),
        (weights.opening, _vectors(openings, _idf(wholes))),
        (weights.labels, _vectors(labels, _idf(labels))),
    ]
    both = range(len(portal))
    return [[sum(weight * _dot(vectors[i], vectors[j]) for weight, vectors in weighted) for j in both] for i in both]


def _idf(counts: list[Counter[str]]) -> Vector:
    having = Counter(stem for one in counts for stem in one)
    return {stem: math.log((1 + len(counts)) / (1 + number)) + 1 for stem, number in having.items()}


def _vectors(counts: list[Counter[str]], idf: Vector) -> list[Vector]:
    found = []
    for one in counts:
        vector = {stem: math.sqrt(count) * idf[stem] for stem, count in one.items()}
        length = math.sqrt(sum(value**2 for value in vector.values()))
        found.append({stem: value / length for stem, value in vector.items()})
    return found


def _dot(one: Vector, other: Vector) -> float:
    return sum(value * other.get(stem, 0.0) for stem, value in one.items())
