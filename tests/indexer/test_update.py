from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from indexer.build import build
from indexer.checks import Checks
from indexer.publish import build_lock
from indexer.source import Unreadable
from indexer.update import UpdateReport, UpdateSettings, update
from search.analysis import ANALYSER
from search.document import Document, encode
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.errors import (
    BuildLocked,
    BuildRefused,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    ItemNotFound,
    SourceUnreadable,
    UpdateImpossible,
)
from search.fields import TEXT_FIELDS
from search.generation import LOCK, current_generation, damage, generations, live_folder, read_manifest
from search.index import Index
from search.latent import LatentVectors
from search.query import AnyField, Query
from search.request import SearchRequest
from tests.built import BuiltPortals
from tests.indexer.records import ListSource, source_of
from tests.portal import ITEMS

KEEPING = UpdateSettings(small=0, drift=1e9)
"""Never learns all again."""

QUESTIONS = ("coopération décentralisée", "eau Togo", "jumelage", "marché de Kpalimé", "festival", "")


def revised(document: Document, text: str) -> Document:
    return msgspec.structs.replace(document, body=f"{document.body} {text}")


def updated(portal: Path, documents: Sequence[Document], name: str = "portail-essai", **options: Any) -> UpdateReport:
    return update([source_of(documents, name)], portal, checks=Checks(max_drop=100), **options)


def tree(word: str) -> Query:
    """A word looked for in every text field."""
    stem = ANALYSER.stems(word)[0]
    return AnyField(tuple((field.stem, stem, 1.0) for field in TEXT_FIELDS))


def engine_answers(portal: Path) -> list[Any]:
    """The documents, and what the engine answers without what is learnt of all documents together."""
    engine = EmbeddedEngine(live_folder(portal) / "index")
    try:
        found = [engine.search(EngineQuery(tree(word))) for word in ("coopération", "Togo", "eau", "commune", "zinzolin", "forage")]
        hits = [[(hit.id, pytest.approx(hit.score, abs=1e-5)) for hit in one.hits] for one in found]
        return [engine.documents(sorted(engine.ids())), [one.total for one in found], hits, [one.facets for one in found]]
    finally:
        engine.close()


def index_answers(portal: Path) -> list[Any]:
    """All that visitors and pages get."""
    index = Index.live(portal)
    try:
        found = [index.search(SearchRequest(text=text, now=1_750_000_000)) for text in QUESTIONS]
        hits = [[(hit.document, pytest.approx(hit.score, abs=1e-5), hit.highlights) for hit in one.hits] for one in found]
        ids = [hit.document.id for hit in found[-1].hits]
        related = [[(one.document.id, pytest.approx(one.score), one.reasons) for one in index.related(item)] for item in ids]
        return [hits, [one.total for one in found], related, index.suggest("co"), index.suggest("for")]
    finally:
        index.close()


@pytest.fixture
def portal(built: BuiltPortals, tmp_path: Path) -> Path:
    return built(tmp_path / "portail")


def test_an_update_adds_changes_and_deletes(portal: Path) -> None:
    new = Document(id="forage", title="Un forage à Tsévié", body="Le forage donne de l’eau.", countries=("Togo",))
    report = updated(portal, [*ITEMS[1:-1], revised(ITEMS[-1], "Mais un mot de plus : amarante."), new])
    assert (report.changes.added, report.changes.changed, report.changes.deleted) == (1, 1, 1)
    index = Index.live(portal)
    assert index.count() == len(ITEMS)
    assert index.ranking(SearchRequest(text="amarante")) == (ITEMS[-1].id,)
    assert index.ranking(SearchRequest(text="forage")) == ("forage",)
    assert ITEMS[0].id not in index.ranking(SearchRequest(text="eau Togo"))
    index.close()
    assert damage(live_folder(portal), read_manifest(live_folder(portal))) == []


def test_without_changes_nothing_is_made(portal: Path) -> None:
    before = generations(portal), current_generation(portal)
    report = updated(portal, ITEMS)
    assert report.changes.count == 0
    assert (generations(portal), current_generation(portal)) == before
    assert sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *before[0]])


def test_only_what_the_given_sources_gave_is_deleted(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:], "deux")], tmp_path)
    report = updated(tmp_path, ITEMS[:2], "un")
    assert report.changes.deleted == 2
    assert [(one.name, one.indexed) for one in report.build.sources] == [("un", 2), ("deux", len(ITEMS) - 4)]
    index = Index.live(tmp_path)
    assert {item.id for item in ITEMS[4:]} | {item.id for item in ITEMS[:2]} == set(index.ranking(SearchRequest(text="", size=50)))
    index.close()
    assert read_manifest(live_folder(tmp_path)).sources == ("un", "deux")


def test_an_id_of_another_source_stays_with_it(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:6], "deux")], tmp_path)
    stolen = msgspec.structs.replace(ITEMS[0], title="Un autre titre")
    report = updated(tmp_path, [*ITEMS[4:7], stolen], "deux")
    assert report.build.sources[1].reasons == {"doublon": 1}
    assert (report.build.read, report.build.indexed) == (8, 7)
    index = Index.live(tmp_path)
    assert index.item(ITEMS[0].id).title == ITEMS[0].title
    index.close()


def test_one_of_two_sources_of_one_name_is_not_enough(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4]), source_of(ITEMS[4:])], tmp_path)
    with pytest.raises(UpdateImpossible, match="2 sources") as refused:
        updated(tmp_path, ITEMS[:4])
    assert refused.value.remedy
    assert update([source_of(ITEMS[:4]), source_of(ITEMS[4:-1])], tmp_path).changes.deleted == 1


def test_a_source_that_is_new_is_added(portal: Path) -> None:
    report = updated(portal, [Document(id="z", title="Un titre")], "nouvelle")
    assert (report.changes.added, report.changes.deleted, report.build.indexed) == (1, 0, len(ITEMS) + 1)
    assert read_manifest(live_folder(portal)).sources == ("portail-essai", "nouvelle")


def test_the_account_is_that_of_a_full_build(portal: Path, tmp_path: Path) -> None:
    records = [{"id": "a", "titre": "Un"}, {"id": "a", "titre": "Deux"}, {"id": "b"}]
    report = update([ListSource(records, "table")], portal).build
    full = build([source_of(ITEMS), ListSource(records, "table")], tmp_path / "autre")
    assert report.sources == full.sources
    manifests = [read_manifest(live_folder(folder)) for folder in (portal, tmp_path / "autre")]
    assert manifests[0].documents == manifests[1].documents
    assert manifests[0].reported == manifests[1].reported == 2


def test_what_did_not_change_is_shared_with_the_generation_before(portal: Path) -> None:
    old = live_folder(portal)
    updated(portal, [*ITEMS[:-1], revised(ITEMS[-1], "Un mot.")], settings=KEEPING)
    new = live_folder(portal)
    shared = {path.name for path in (new / "index").iterdir() if path.samefile(_same(path, old))}
    assert {path.name for path in (old / "index").glob("*.arrays")} <= shared
    assert "_MAIN_2.toc" not in shared
    assert all(path.samefile(_same(path, old)) for name in ("related", "latent", "language") for path in (new / name).iterdir())
    manifests = [read_manifest(folder) for folder in (old, new)]
    assert damage(old, manifests[0]) == damage(new, manifests[1]) == []


def _same(path: Path, generation: Path) -> Path:
    there = generation / path.parent.name / path.name
    return there if there.exists() else generation / "manifest.json"


def test_small_portals_are_learnt_again_and_large_ones_once_they_have_drifted(portal: Path) -> None:
    def one_more(number: int, **options: Any) -> UpdateReport:
        return updated(portal, [*ITEMS[:-1], revised(ITEMS[-1], "mot " * number)], **options)

    assert one_more(1).changes.drift == 0
    slow = UpdateSettings(small=0, drift=2.5 / len(ITEMS))
    assert [one_more(number, settings=slow).changes.drift for number in range(2, 6)] == [1, 2, 0, 1]
    assert read_manifest(live_folder(portal)).drift == 1


NEW = Document(
    id="forage",
    url="https://portail.example/Forage",
    title="L’eau au Togo",
    body="Les communes togolaises parlent d’assainissement, de zinzolin et de forage.",
)


def test_related_items_take_in_what_is_new_and_forget_what_was_deleted(portal: Path) -> None:
    updated(portal, [*ITEMS[1:], NEW], settings=KEEPING)
    newer = msgspec.structs.replace(NEW, id="forages", url=f"{NEW.url}s", title="Forages")
    updated(portal, [*ITEMS[1:-1], NEW, newer], settings=KEEPING)
    index = Index.live(portal)
    assert [index.item_at(url).id for url in (NEW.url, newer.url)] == ["forage", "forages"]
    assert "retour-eau-togo" in [one.document.id for one in index.related("forage", 20)]
    assert {"forage", "forages"} & {one.document.id for one in index.related("retour-eau-togo", 20)}
    for item in (*ITEMS[1:-1], NEW, newer):
        assert not {ITEMS[0].id, ITEMS[-1].id} & {one.document.id for one in index.related(item.id, 20)}
    for item in (ITEMS[0], ITEMS[-1]):
        assert item.id not in [one.document.id for one in index.related_to_text(item.body, 20)]
        with pytest.raises(ItemNotFound):
            index.related(item.id)
    index.close()


def test_what_is_new_has_a_vector_at_once(portal: Path) -> None:
    twin = msgspec.structs.replace(ITEMS[0], id="jumeau", url="")
    updated(portal, [*ITEMS, twin], settings=KEEPING)
    updated(portal, [*ITEMS, msgspec.structs.replace(twin, summary="Un résumé.")], settings=KEEPING)
    folder = live_folder(portal)
    vectors = LatentVectors.load(folder / "latent", folder / "since" / "latent")
    assert vectors.later is not None
    assert list(vectors.later.ids) == ["jumeau"]
    rows = np.array([len(vectors.ids), vectors.ids.find(ITEMS[0].id)])
    new, old = vectors.vectors(rows)
    assert new @ old > 0.9
    updated(portal, ITEMS, settings=KEEPING)
    assert not len(LatentVectors.load(live_folder(portal) / "since" / "latent").ids)


def test_what_is_new_is_suggested_and_what_is_gone_no_more(portal: Path) -> None:
    index = Index.live(portal)
    old = next(one for one in index.suggest(ITEMS[0].title[:12], 20) if one.url == ITEMS[0].url)
    index.close()
    updated(portal, [*ITEMS[1:], NEW], settings=KEEPING)
    index = Index.live(portal)
    assert old.url not in [one.url for one in index.suggest(old.text, 20)]
    assert [one.url for one in index.suggest("eau au tog", 20)] == [NEW.url]
    assert index.search(SearchRequest(text="zinzolim")).suggestion == "zinzolin"
    index.close()
    updated(portal, [*ITEMS, msgspec.structs.replace(NEW, title="Un forage")], settings=KEEPING)
    index = Index.live(portal)
    assert old.text in [one.text for one in index.suggest(old.text, 20)]
    assert NEW.title not in [one.text for one in index.suggest("eau au tog", 20)]
    assert "Un forage" in [one.text for one in index.suggest("un for", 20)]
    index.close()


def test_a_title_that_stays_is_suggested_once(portal: Path) -> None:
    updated(portal, [*ITEMS[1:], revised(ITEMS[0], "Un mot de plus.")], settings=KEEPING)
    index = Index.live(portal)
    assert [one.text for one in index.suggest(ITEMS[0].title, 20)].count(ITEMS[0].title) == 1
    index.close()


@pytest.mark.parametrize("missing", ["term_rows", "centre"])
def test_a_generation_without_directions_or_their_centre_learns_again(portal: Path, missing: str) -> None:
    (live_folder(portal) / "latent" / f"{missing}.npy").unlink()
    assert updated(portal, [*ITEMS, NEW], settings=KEEPING).changes.drift == 0
    assert updated(portal, ITEMS, settings=KEEPING).changes.drift == 1


def test_many_updates_end_in_a_merge(portal: Path) -> None:
    counts = []
    for number in range(12):
        updated(portal, [*ITEMS[:-1], revised(ITEMS[-1], f"mot{'abcdefghijkl'[number]}")], settings=KEEPING)
        counts.append(len(list((live_folder(portal) / "index").glob("*.arrays"))))
    assert max(counts) <= 8
    assert min(counts[1:]) < max(counts)
    assert Index.live(portal).count() == len(ITEMS)


def test_a_source_that_fails_keeps_what_it_gave(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:], "deux")], tmp_path)
    failing = ListSource([{"id": "a", "titre": "Un"}, SourceUnreadable("coupure")], "un")
    report = update([failing, source_of(ITEMS[4:-1], "deux")], tmp_path, checks=Checks(max_drop=100))
    assert (report.changes.added, report.changes.deleted, report.build.kept) == (1, 1, 4)
    assert list(report.build.failures) == ["un"]
    assert read_manifest(live_folder(tmp_path)).documents == len(ITEMS)


REST_UNREAD = Unreadable("suite", "suite-absente", "la suite n’est pas lue", hides_others=True)


def test_an_incomplete_reading_deletes_nothing_that_it_did_not_see(portal: Path) -> None:
    seen = {"id": ITEMS[0].id, "titre": "Vu cette fois"}
    gone = Unreadable("notice 2", "supprime", "notice supprimée", id=ITEMS[1].id)
    report = update([ListSource([seen, gone, REST_UNREAD], "portail-essai")], portal, checks=Checks(max_drop=100))
    assert (report.changes.changed, report.changes.deleted, report.build.failures) == (1, 1, {})
    [account] = report.build.sources
    assert (account.read, account.indexed, account.kept) == (3, 1, len(ITEMS) - 2)
    index = Index.live(portal)
    assert (index.count(), index.item(ITEMS[0].id).title) == (len(ITEMS) - 1, "Vu cette fois")
    with pytest.raises(ItemNotFound):
        index.item(ITEMS[1].id)
    index.close()


def test_a_record_that_cannot_be_read_for_now_keeps_what_it_gave(portal: Path) -> None:
    late = Unreadable("gros.pdf", "trop-long", "lecture trop longue", id=ITEMS[1].id, for_now=True)
    rest = [msgspec.json.decode(encode(one)) for one in ITEMS[3:]]
    report = update([ListSource([late, *rest], "portail-essai")], portal, checks=Checks(max_drop=100))
    assert (report.changes.deleted, report.build.kept, report.build.documents) == (2, 1, len(ITEMS) - 2)
    index = Index.live(portal)
    assert index.item(ITEMS[1].id).body == ITEMS[1].body
    index.close()


def test_an_incomplete_reading_does_not_keep_what_it_saw_become_a_mirror(tmp_path: Path) -> None:
    twin = msgspec.structs.replace(ITEMS[0], id="jumeau", title="Sous un autre titre")
    build([source_of(ITEMS[:3], "un"), source_of([twin], "deux")], tmp_path, mirrors=True)
    now = msgspec.json.decode(encode(msgspec.structs.replace(twin, title=ITEMS[0].title)))
    both = [source_of(ITEMS[:3], "un"), ListSource([now, REST_UNREAD], "deux")]
    report = update(both, tmp_path, mirrors=True, checks=Checks(max_drop=100))
    assert (report.changes.deleted, report.build.kept) == (1, 0)


def test_a_source_that_fails_keeps_an_item_that_another_one_left_out_under_the_same_id(tmp_path: Path) -> None:
    build([source_of(ITEMS[:3], "un"), source_of(ITEMS[3:], "deux")], tmp_path)
    locked = Unreadable("contrat.pdf", "chiffre", "protégé par un mot de passe", id=ITEMS[3].id)
    given = [msgspec.json.decode(encode(one)) for one in ITEMS[:3]]
    report = update([ListSource([*given, locked], "un"), ListSource([SourceUnreadable("coupure")], "deux")], tmp_path)
    assert (report.changes.count, report.build.documents) == (0, len(ITEMS))


def test_a_failure_is_told_even_when_nothing_has_changed_and_no_longer_once_the_source_is_back(tmp_path: Path) -> None:
    build([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:], "deux")], tmp_path)
    failing = ListSource([SourceUnreadable("coupure")], "un")
    report = update([failing, source_of(ITEMS[4:], "deux")], tmp_path)
    assert (report.changes.count, list(report.failures)) == (0, ["un"])
    assert report.build.generation == current_generation(tmp_path)
    assert [(one.name, one.failure, one.kept) for one in report.build.sources] == [("un", "coupure", 4), ("deux", "", 0)]
    changed = update([failing, source_of(ITEMS[4:-1], "deux")], tmp_path, checks=Checks(max_drop=100))
    assert (changed.changes.count, list(changed.failures)) == (1, ["un"])
    report = update([source_of(ITEMS[:4], "un"), source_of(ITEMS[4:-1], "deux")], tmp_path)
    assert (report.changes.count, report.failures, report.build.failures) == (0, {}, {})


def test_a_source_that_was_not_read_has_not_failed_again(tmp_path: Path) -> None:
    build([ListSource([{"id": "a", "titre": "Un"}, SourceUnreadable("coupure")], "un"), source_of(ITEMS, "deux")], tmp_path)
    report = updated(tmp_path, ITEMS, "deux")
    assert (report.failures, list(report.build.failures)) == ({}, ["un"])
    report = updated(tmp_path, ITEMS[:-1], "deux")
    assert (report.failures, list(report.build.failures)) == ({}, ["un"])


def test_what_is_left_out_is_told_even_when_nothing_has_changed(portal: Path) -> None:
    records = [*(msgspec.json.decode(encode(item)) for item in ITEMS), {"id": "sans-titre"}]
    report = update([ListSource(records, "portail-essai")], portal)
    assert (report.changes.count, report.build.reasons) == (0, {"sans-titre": 1})


texts = st.lists(st.sampled_from("eau forage Togo commune coopération zinzolin marché école élus".split()), max_size=8)
states = st.lists(st.tuples(st.integers(0, 11), texts), min_size=1, max_size=10, unique_by=lambda one: one[0])


def documents_of(state: Sequence[tuple[int, Sequence[str]]]) -> list[Document]:
    """Items by their numbers: beyond the portal's own ones, new ones."""
    known = dict(enumerate(ITEMS))
    made = [(known.get(number) or Document(id=f"nouveau-{number}", title=f"Titre {number}"), text) for number, text in state]
    return [revised(document, " ".join(text)) for document, text in made]


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(states, min_size=2, max_size=4), st.booleans())
def test_the_result_is_that_of_a_full_build(history: list[list[tuple[int, list[str]]]], relearns: bool) -> None:
    with TemporaryDirectory() as folder:
        step_by_step, at_once = Path(folder, "pas"), Path(folder, "fois")
        build([source_of(documents_of(history[0]))], step_by_step)
        for state in history[1:]:
            updated(step_by_step, documents_of(state), settings=UpdateSettings() if relearns else KEEPING)
        build([source_of(documents_of(history[-1]))], at_once)
        assert engine_answers(step_by_step) == engine_answers(at_once)
        if relearns:
            assert index_answers(step_by_step) == index_answers(at_once)


@pytest.mark.parametrize("failure", [SourceUnreadable("coupure"), OSError("disque"), ValueError("inattendue")])
def test_an_update_that_fails_leaves_everything_as_it_was(portal: Path, failure: Exception) -> None:
    before = everything(portal)
    with pytest.raises(type(failure)):
        update([ListSource([{"id": "a", "titre": "Un"}, failure], "portail-essai")], portal)
    assert everything(portal) == before


def test_a_source_that_gives_nothing_any_more_does_not_empty_the_portal(portal: Path) -> None:
    before = everything(portal)
    with pytest.raises(BuildRefused):
        updated(portal, [])
    assert everything(portal) == before


def test_there_is_nothing_to_update_before_a_build(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as refused:
        updated(tmp_path, ITEMS)
    assert "trouvaille build" in refused.value.remedy


def test_a_generation_that_does_not_know_its_contents_must_be_built_once_more(portal: Path) -> None:
    (live_folder(portal) / "contents" / "digests.npy").unlink()
    with pytest.raises(IndexIncompatible, match="d’où viennent ses contenus") as refused:
        updated(portal, ITEMS)
    assert "trouvaille build" in refused.value.remedy


def test_a_damaged_generation_is_not_updated_and_says_what_to_do(portal: Path) -> None:
    np.save(live_folder(portal) / "contents" / "sources.npy", np.full(len(ITEMS), 99, dtype=np.int32))
    before = generations(portal)
    with pytest.raises(IndexCorrupt, match=r"contents/sources.npy.*trouvaille build"):
        updated(portal, ITEMS[1:])
    assert generations(portal) == before


def test_an_update_and_a_build_never_run_together(portal: Path) -> None:
    with build_lock(portal), pytest.raises(BuildLocked):
        updated(portal, ITEMS)


def everything(portal: Path) -> dict[str, bytes]:
    files = [path for path in portal.rglob("*") if path.is_file() and path.name != LOCK]
    return {path.relative_to(portal).as_posix(): path.read_bytes() for path in files}
