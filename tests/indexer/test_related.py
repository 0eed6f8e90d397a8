from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build
from indexer.related.groups import series_key
from search.analysis import ANALYSER
from search.document import Document, whole_text
from search.index import Index, RelatedItem
from tests.indexer.records import source_of
from tests.portal import ITEMS

WATER = "Le comité de gestion des bornes-fontaines de Tsévié tient le cahier de caisse et entretient les pompes du quartier."
MIRROR = Document(
    id="eau-togo-bis", title="Webinaire France-Togo : l’eau, un bien commun", summary=ITEMS[0].summary, body=ITEMS[0].body
)
SERIES = tuple(
    Document(
        id=f"groupe-pays-{month}",
        title=f"Réunion du groupe-pays Togo, le 12 {month} 2026",
        body=f"{WATER} La réunion de {month} parle d’assainissement et de jumelage.",
        themes=("Eau et assainissement",),
        countries=("Togo",),
    )
    for month in ("janvier", "février", "mars")
)
OTHERS = (
    Document(id="pompes", title="Entretenir les pompes", body=WATER, themes=("Eau et assainissement",), countries=("Togo",)),
    Document(
        id="carnet", title="Le cahier de caisse", body="Tenir le cahier de caisse d’un comité de gestion.", countries=("Bénin",)
    ),
    Document(id="theatre", title="Théâtre de rue", body="Des marionnettes géantes défilent en fanfare."),
    Document(id="vide", title="…"),
)
REPORTS = {
    "report": {("eau-togo", "retour-eau-togo"), ("eau-togo-bis", "retour-eau-togo")},
    "announcement": {("retour-eau-togo", "eau-togo"), ("retour-eau-togo", "eau-togo-bis")},
}
DOCUMENTS = (*ITEMS, MIRROR, *SERIES, *OTHERS)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    portal = tmp_path_factory.mktemp("portail")
    build([source_of(DOCUMENTS)], portal)
    opened = Index.live(portal)
    yield opened
    opened.close()


def related(index: Index, item: str, limit: int = 20) -> dict[str, RelatedItem]:
    return {found.document.id: found for found in index.related(item, limit, explain=True)}


def test_an_item_is_never_related_to_itself(index: Index) -> None:
    assert all(document.id not in related(index, document.id) for document in DOCUMENTS)


def test_an_item_is_never_related_to_its_mirror(index: Index) -> None:
    assert "eau-togo-bis" not in related(index, "eau-togo")
    assert "eau-togo" not in related(index, "eau-togo-bis")


def test_a_mirror_and_its_original_never_stand_beside_each_other(index: Index) -> None:
    for document in DOCUMENTS:
        assert not {"eau-togo", "eau-togo-bis"} <= set(related(index, document.id))


def test_one_issue_of_a_series_stands_for_all(index: Index) -> None:
    issues = {document.id for document in SERIES}
    assert len(issues & set(related(index, "pompes"))) == 1
    for issue in issues:
        assert not issues & set(related(index, issue))


def test_every_reason_is_shared_by_both(index: Index) -> None:
    by_id = {document.id: index.item(document.id) for document in DOCUMENTS}  # as they were cleaned
    for document in by_id.values():
        for item, found in related(index, document.id).items():
            other = by_id[item]
            for reason in found.reasons:
                assert reason.values
                if reason.type == "theme":
                    assert set(reason.values) == set(document.themes) & set(other.themes)
                elif reason.type == "country":
                    assert set(reason.values) == set(document.countries) & set(other.countries)
                elif reason.type == "words":
                    assert len(reason.values) <= 3
                    for word in reason.values:
                        assert set(ANALYSER.stems(word)) <= set(ANALYSER.stems(whole_text(document)))
                        assert set(ANALYSER.stems(word)) <= set(ANALYSER.stems(whole_text(other)))
                else:
                    assert (document.id, item) in REPORTS[reason.type]


def test_shared_words_are_shown_as_they_are_written(index: Index) -> None:
    reasons = {reason.type: reason.values for reason in related(index, "pompes")["carnet"].reasons}
    assert set(reasons["words"]) <= set("cahier caisse comité gestion".split())
    assert len(reasons["words"]) == 3


def test_two_items_are_as_similar_from_either_side_before_the_priors(index: Index) -> None:
    for document in DOCUMENTS:
        for item, found in related(index, document.id).items():
            back = related(index, item).get(document.id)
            if back is not None:
                assert back.explanation["similarity"] == pytest.approx(found.explanation["similarity"], abs=1e-3)


def test_neighbours_come_best_first(index: Index) -> None:
    for document in DOCUMENTS:
        scores = [found.score for found in index.related(document.id, 20)]
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)


def test_an_item_without_a_word_has_no_neighbour(index: Index) -> None:
    assert related(index, "vide") == {}


def test_a_text_that_is_not_indexed_has_neighbours_too(index: Index) -> None:
    found = index.related_to_text("Qui entretient les pompes et tient le cahier de caisse ?", 3)
    assert {"pompes", "carnet"} <= {one.document.id for one in found}
    assert found[0].reasons[0].type == "words"
    assert index.related_to_text("", 3) == index.related_to_text("zzz qqq", 3) == []


def test_an_address_is_found_however_it_is_written(index: Index) -> None:
    for url in (
        "https://portail.example/Webinaire-France-Togo",
        "http://www.portail.example/Webinaire-France-Togo/",
        "https://portail.example/Webinaire-France-Togo?utm_source=lettre#programme",
    ):
        assert index.item_at(url).id == "eau-togo"


def test_a_rebuild_learns_the_same(index: Index, tmp_path: Path) -> None:
    build([source_of(DOCUMENTS[::-1])], tmp_path)
    again = Index.live(tmp_path)
    for document in DOCUMENTS:
        assert again.related(document.id, 20) == index.related(document.id, 20)
    again.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réunion du groupe-pays Togo, le 12 mars 2026", "Réunion du groupe-pays Togo, le 1er avril 2027"),
        ("Lettre d’information n° 12", "Lettre d’information n° 13"),
        ("Les rencontres de la coopération 2024", "Les rencontres de la coopération 2025"),
        ("Agenda de la semaine du 12/03/2026", "Agenda de la semaine du 19/03/2026"),
    ],
)
def test_issues_of_a_series_have_one_key(one: str, other: str) -> None:
    assert series_key(one) == series_key(other) != ""


@pytest.mark.parametrize("title", ["Entretenir les pompes", "Bilan 2024", "26 mai 2025", ""])
def test_a_title_without_a_date_or_with_little_else_is_of_no_series(title: str) -> None:
    assert series_key(title) == ""
