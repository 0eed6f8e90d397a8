import json
from pathlib import Path

import pytest

from indexer import learning
from indexer.build import build
from indexer.checks import Checks
from indexer.publish import build_lock
from indexer.source import Unreadable
from search.document import Document, encode
from search.errors import BuildLocked, BuildRefused, SourceUnreadable
from search.generation import LOCK, current_generation, damage, generations, live_folder, read_manifest
from search.index import Index
from search.request import SearchRequest
from tests.built import BuiltPortals
from tests.indexer.records import ListSource, source_of
from tests.portal import ITEMS


def everything(portal: Path) -> dict[str, bytes]:
    files = [path for path in portal.rglob("*") if path.is_file() and path.name != LOCK]
    return {path.relative_to(portal).as_posix(): path.read_bytes() for path in files}


def answers(portal: Path) -> tuple[str, ...]:
    index = Index.live(portal)
    try:
        return index.ranking(SearchRequest(text="coopération décentralisée Togo"))
    finally:
        index.close()


@pytest.fixture
def portal(built: BuiltPortals, tmp_path: Path) -> Path:
    return built(tmp_path / "portail")


def test_a_build_publishes_what_it_read(portal: Path) -> None:
    index = Index.live(portal)
    assert index.count() == len(ITEMS)
    assert index.item("eau-togo").source == "portail-essai"
    assert set(index.ranking(SearchRequest(text="cooperation decentralisee"))) == {"jumelage-benin", "appel-jeunesse"}
    index.close()


def test_a_generation_says_what_it_is_made_of(portal: Path) -> None:
    manifest = read_manifest(live_folder(portal))
    assert (manifest.generation, manifest.documents, manifest.reported) == (current_generation(portal), len(ITEMS), 0)
    assert manifest.sources == ("portail-essai",)
    assert damage(live_folder(portal), manifest) == []


def test_every_record_is_indexed_or_reported(tmp_path: Path) -> None:
    records = [
        {"id": "a", "titre": "Le premier"},
        {"id": "a", "titre": "Le même identifiant"},
        {"id": "b", "titre": ""},
        {"titre": "Sans identifiant"},
        {"id": "c", "titre": "Une date", "date": "jamais"},
        Unreadable("essai, ligne 6", "colonnes", "trop de colonnes"),
        {"id": "d", "titre": "Le dernier", "couleur": "bleu"},
    ]
    report = build([ListSource(records), ListSource([{"id": "a", "titre": "Doublon d’une autre source"}], "autre")], tmp_path)
    assert (report.read, report.indexed, report.reported) == (8, 2, 6)
    assert report.reasons == {"doublon": 2, "sans-titre": 1, "sans-identifiant": 1, "date-invalide": 1, "colonnes": 1}
    assert report.sources[0].unused_fields == {"couleur": 1}
    assert [one.id for one in report.sources[0].left_out] == ["a", "b", "", "c", ""]
    written = json.loads((live_folder(tmp_path) / "report.json").read_text("utf-8"))
    assert [source["read"] for source in written["sources"]] == [7, 1]
    index = Index.live(tmp_path)
    assert index.item("a").title == "Le premier"
    index.close()


def test_several_sources_make_one_portal(tmp_path: Path) -> None:
    report = build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:], "deux")], tmp_path)
    assert [(source.name, source.indexed) for source in report.sources] == [("un", 4), ("deux", len(ITEMS) - 4)]


@pytest.mark.parametrize("records", [[], [{"id": "a"}], [{"titre": "x"}, {"id": "b"}]])
def test_a_build_without_a_single_document_is_refused(portal: Path, records: list[dict[str, str]]) -> None:
    before = everything(portal)
    with pytest.raises(BuildRefused, match="Aucun contenu à indexer"):
        build([ListSource(records)], portal)
    assert everything(portal) == before


@pytest.mark.parametrize("failure", [SourceUnreadable("coupure"), OSError("disque"), ValueError("inattendue")])
def test_a_source_that_fails_midway_leaves_the_live_index_untouched(portal: Path, failure: Exception) -> None:
    before = everything(portal)
    with pytest.raises(type(failure)):
        build([ListSource([{"id": "a", "titre": "Un"}, failure])], portal)
    assert everything(portal) == before


def test_a_source_that_fails_keeps_what_the_live_index_had_from_it(tmp_path: Path) -> None:
    good = ListSource([{"id": f"a{n}", "titre": f"Un contenu {n}"} for n in range(5)], "agenda")
    build([source_of(ITEMS, "portail"), good], tmp_path)
    changed = {"id": "a0", "titre": "Un titre changé"}
    report = build([source_of(ITEMS, "portail"), ListSource([changed, SourceUnreadable("coupure")], "agenda")], tmp_path)
    assert report.failures == {"agenda": "coupure"}
    assert [(one.read, one.indexed, one.kept) for one in report.sources] == [(len(ITEMS), len(ITEMS), 0), (1, 1, 4)]
    assert read_manifest(live_folder(tmp_path)).documents == len(ITEMS) + 5
    index = Index.live(tmp_path)
    assert (index.item("a0").title, index.item("a4").title) == ("Un titre changé", "Un contenu 4")
    index.close()
    again = build([source_of(ITEMS, "portail"), ListSource([OSError("toujours rien")], "agenda")], tmp_path)
    assert again.kept == 5


def test_a_new_source_that_fails_does_not_cost_the_others(portal: Path) -> None:
    report = build([source_of(ITEMS), ListSource([{"id": "a", "titre": "Un"}, SourceUnreadable("coupure")], "neuve")], portal)
    assert (report.documents, report.kept, list(report.failures)) == (len(ITEMS) + 1, 0, ["neuve"])


def test_items_that_say_the_same_are_grouped_where_that_is_asked_for(tmp_path: Path) -> None:
    text = "Les communes togolaises et françaises parlent d’assainissement et de bornes-fontaines. " * 4
    twins = [
        {"id": "a", "titre": "L’eau au Togo", "texte": text, "url": "https://un.example/eau"},
        {"id": "b", "titre": "L’eau au Togo", "texte": text + "Partager", "url": "https://deux.example/eau"},
    ]
    assert build([ListSource(twins)], tmp_path).documents == 2
    report = build([ListSource(twins)], tmp_path, mirrors=True, checks=Checks(max_drop=100))
    assert (report.documents, report.reasons) == (1, {"miroir": 1})
    index = Index.live(tmp_path)
    assert index.item("a").mirrors == ("https://deux.example/eau",)
    index.close()


def test_a_build_cleans_what_it_reads_and_says_what_it_changed(tmp_path: Path) -> None:
    report = build([ListSource([{"id": "a", "titre": "RÃ©union au BÃ©nin"}, {"id": "b", "titre": "L&#8217;eau"}])], tmp_path)
    assert report.sources[0].cleaned == {"encodage réparé": 1, "pays reconnus": 1, "entités HTML": 1}
    assert report.sources[0].changes[0].after == "Réunion au Bénin"
    assert "Réunion au Bénin" in (live_folder(tmp_path) / "report.html").read_text("utf-8")
    index = Index.live(tmp_path)
    assert index.item("b").title == "L’eau"
    index.close()


def test_building_twice_writes_the_same_documents(tmp_path: Path) -> None:
    def stored() -> list[bytes]:
        index = Index.live(tmp_path)
        found = [encode(index.item(item.id)) for item in ITEMS]
        index.close()
        return found

    build([source_of(ITEMS)], tmp_path, mirrors=True)
    first = stored()
    build([source_of(ITEMS)], tmp_path, mirrors=True)
    assert stored() == first


def test_an_interruption_leaves_the_live_index_untouched(portal: Path) -> None:
    def interrupt(step: str, done: int, total: int = 0) -> None:
        if step == "contenus liés":
            raise KeyboardInterrupt

    before = everything(portal)
    with pytest.raises(KeyboardInterrupt):
        build([source_of(ITEMS)], portal, progress=interrupt)
    assert everything(portal) == before


def test_an_index_that_lost_documents_is_not_published(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "documents_of", lambda _: ITEMS[1:])
    before = everything(portal)
    with pytest.raises(BuildRefused, match="n’est pas publié"):
        build([source_of(ITEMS)], portal)
    assert everything(portal) == before


def test_two_builds_never_run_in_one_portal(portal: Path) -> None:
    before = everything(portal)
    with build_lock(portal), pytest.raises(BuildLocked, match="Une autre construction") as refused:
        build([source_of(ITEMS)], portal)
    assert refused.value.remedy
    assert everything(portal) == before


def test_what_a_killed_build_left_is_removed_by_the_next(portal: Path) -> None:
    (portal / ".building-20200101-000000-000" / "index").mkdir(parents=True)
    (portal / ".building-20200101-000000-000" / "index" / "mots.bin").write_bytes(b"moitie")
    (portal / ".CURRENT.123.tmp").write_text("2020")
    build([source_of(ITEMS)], portal)
    assert sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *generations(portal)])


def test_the_same_source_gives_the_same_answers(portal: Path) -> None:
    before, first = answers(portal), current_generation(portal)
    build([source_of(ITEMS)], portal)
    assert current_generation(portal) != first
    assert answers(portal) == before


def test_a_document_with_nothing_but_a_title_can_be_a_portal(tmp_path: Path) -> None:
    report = build([source_of([Document(id="a", title="…")])], tmp_path)
    assert report.indexed == 1


def test_progress_names_its_steps_and_counts_up(tmp_path: Path) -> None:
    steps: list[tuple[str, int]] = []

    def tell(step: str, done: int, total: int = 0) -> None:
        steps.append((step, done))
        assert total in {0, len(ITEMS)}

    build([source_of(ITEMS)], tmp_path, progress=tell)
    assert [done for step, done in steps if step == "lecture"] == list(range(1, len(ITEMS) + 1))
    assert [done for step, done in steps if step == "écriture"] == list(range(1, len(ITEMS) + 1))
    assert list(dict.fromkeys(step for step, _ in steps)) == [
        "lecture",
        "écriture",
        "contenus liés",
        "contenus liés : comparaison",
        "contenus liés : choix",
        "contenus liés : raisons",
        "sujets",
        "langue",
    ]
