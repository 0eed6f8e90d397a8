"""The parts of an explanation give the score, and their leaves are what stands in the texts."""

import os
from collections.abc import Iterator
from dataclasses import replace as changed
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.build import build
from indexer.sources.sample import SampleSource
from search.analysis import ANALYSER
from search.document import Document
from search.explanation import Count, Part, added, counted, multiplied, total
from search.fields import TEXT_FIELDS
from search.index import Index
from search.pins import Pins
from search.query_key import query_key
from search.ranking import WEIGHTS, idf
from search.request import Filters, SearchRequest
from search.results import Hit
from search.synonyms_file import NO_SYNONYMS

EXAMPLES = int(os.environ.get("TROUVAILLE_EXPLAINED_EXAMPLES", "150"))
"""Raised for the long run: TROUVAILLE_EXPLAINED_EXAMPLES=10000 pytest tests/search/test_explanation.py"""

SAMPLE = Path(__file__).parent.parent.parent / "index_data" / "sample"
NOW = 1_772_582_400  # 2026-03-04

PIECES = (
    "togo eau jumelage jumelaje coopération décentralisée FCT action internationale des collectivités territoriales webinaire "
    "prochaine réunion groupe pays agenda bénin marché kpalimé déchets comité de jumelage assainissement forage élu 2025 mai "
    '"comité de jumelage" "eau potable" +togo -bénin coop* ET OU SAUF titre:jumelage theme:eau pays:togo type:evenement xyzzy'
).split()
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
kinds = st.sampled_from(((), (), (("kind", ("evenement",)),), (("country", ("Togo",)),)))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("index_data") / "portail"
    build([SampleSource(SAMPLE, date(2026, 3, 4))], folder)
    opened = Index.live(folder)
    yield opened
    opened.close()


def leaves(part: Part) -> Iterator[Part]:
    yield part
    for below in part.parts:
        yield from leaves(below)


def tokens(document: Document, view: str) -> list[str]:
    field = next(field for field in TEXT_FIELDS if view in (field.stem, field.exact))
    text = field.text_of(document)
    return ANALYSER.stems(text) if view == field.stem else ANALYSER.words(text)


def check(hit: Hit) -> None:
    """The parts give the score; each is what its own parts give; what was counted can be counted again."""
    explanation = hit.explanation
    assert explanation is not None
    assert total(explanation) == pytest.approx(hit.score, rel=1e-6, abs=2e-6)
    for part in leaves(explanation):
        assert part.value == pytest.approx(total(part), rel=1e-9)
        assert part.value != 0
        if part.count is not None:
            held = tokens(hit.document, part.field)
            assert part.count.length == len(held)
            if part.name in ("occurrences", "exact"):
                assert part.count.frequency == held.count(part.text)
            if part.name == "family":
                assert part.count.frequency == sum(word.startswith(part.text) for word in held)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts, kinds, st.integers(1, 8), st.sampled_from((5, 10, 40)))
def test_the_parts_of_every_hit_of_the_sample_portal_give_its_score(
    index: Index, text: str, labels: tuple[tuple[str, tuple[str, ...]], ...], page: int, size: int
) -> None:
    request = SearchRequest(text=text, filters=Filters(labels=labels), page=page, size=size, explain=True, now=NOW)
    results = index.search(request)
    for hit in results.hits:
        check(hit)
    plain = index.search(changed(request, explain=False))
    assert [(hit.document.id, hit.score) for hit in results.hits] == [(hit.document.id, hit.score) for hit in plain.hits]


def test_every_kind_of_part_is_met(index: Index) -> None:
    asked = (
        "coopération décentralisée togo",
        '"comité de jumelage"',
        "prochaine réunion groupe pays",
        "coop*",
        "type:evenement eau",
    )
    met = {
        part.name
        for text in asked
        for page in (1, 8)
        for hit in index.search(SearchRequest(text=text, size=10, page=page, explain=True, now=NOW)).hits
        for part in leaves(hit.explanation or added("score", []))
    }
    assert met >= {
        "exact",
        "pair",
        "near",
        "family",
        "latent",
        "kindred",
        "recency",
        "upcoming",
        "coverage",
        "phrase",
        "condition",
        "lowering",
    }


@pytest.mark.parametrize(("page", "size"), [(1, 3), (2, 3), (1, 50)])
@pytest.mark.parametrize("text", ["eau", "prochaine réunion", "type:evenement eau", "xyzzy"])
def test_the_score_of_a_pinned_item_is_explained_by_the_words_that_it_has(index: Index, text: str, page: int, size: int) -> None:
    pinned = list(index.ids())[::30]
    curated = index.curated(NO_SYNONYMS, Pins({query_key(text): tuple(pinned)}))
    events = Filters(labels=(("kind", ("evenement",)),))
    for filters in (Filters(), events):
        for hit in curated.search(SearchRequest(text, filters, page=page, size=size, explain=True, now=NOW)).hits:
            if hit.score:
                check(hit)
            else:
                assert hit.is_pinned
                assert hit.explanation == added("score", [])


def test_a_word_is_as_rare_as_the_documents_that_have_it_are_few(index: Index) -> None:
    having = sum("jumelag" in tokens(index.item(one), "title") for one in index.ids())
    hit = index.search(SearchRequest(text="jumelage", size=1, explain=True)).hits[0]
    found = [
        part.count for part in leaves(hit.explanation or added("score", [])) if (part.name, part.field) == ("occurrences", "title")
    ]
    assert [one.idf for one in found if one] == [pytest.approx(idf(index.count(), having))]


def test_nothing_is_explained_unless_it_is_asked_for_and_ranked(index: Index) -> None:
    assert index.search(SearchRequest(text="togo", size=1)).hits[0].explanation is None
    assert index.search(SearchRequest(text="togo", size=1, sort="date", explain=True)).hits[0].explanation is None


def test_a_total_does_not_trust_the_values_between() -> None:
    count = Count(2, 10, 8.0, 3.0, 0.9, WEIGHTS.k1, WEIGHTS.b)
    lie = Part("words", 99.0, "sum", parts=(counted("occurrences", "eau", "title", count), Part("condition", 1.0)))
    assert total(multiplied("match", [lie, Part("coverage", 0.5)])) == pytest.approx((count.score + 1.0) * 0.5)
