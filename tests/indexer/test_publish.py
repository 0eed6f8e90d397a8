import os
import threading
from pathlib import Path

import pytest

from indexer import publish as publishing
from indexer.build import build
from indexer.publish import build_lock, building, prune, publish, seal, status, tidy
from search.errors import BuildLocked, IndexMissing
from search.generation import REPLACED, current_generation, disk_use, earlier_generation, generations, live_folder
from search.index import Index
from tests.built import BuiltPortals
from tests.indexer.records import source_of
from tests.portal import ITEMS


@pytest.fixture
def portal(built: BuiltPortals, tmp_path: Path) -> Path:
    """Three generations of one, two and three items."""
    return built(tmp_path, 1, 2, 3)


def live_count(portal: Path) -> int:
    index = Index.live(portal)
    try:
        return index.count()
    finally:
        index.close()


def test_generations_are_in_the_order_in_which_they_were_built(portal: Path) -> None:
    assert [manifest.documents for manifest in status(portal)] == [1, 2, 3]
    assert generations(portal) == sorted(generations(portal))
    assert current_generation(portal) == generations(portal)[-1]


def test_publishing_changes_what_is_live_and_nothing_else(portal: Path) -> None:
    names = generations(portal)
    publish(portal, names[0])
    assert live_count(portal) == 1
    publish(portal, names[2])
    assert live_count(portal) == 3
    assert generations(portal) == names


def test_going_back_leads_to_what_was_live_before_not_to_what_was_taken_back(portal: Path) -> None:
    first, second, taken_back = generations(portal)
    publish(portal, earlier_generation(portal))
    build([source_of(ITEMS[:4])], portal)
    assert earlier_generation(portal) == second
    publish(portal, second)
    assert earlier_generation(portal) == first
    publish(portal, taken_back)
    assert earlier_generation(portal) == second


def test_one_that_waited_unpublished_leads_back_to_the_newer_one_that_it_replaced(portal: Path) -> None:
    build([source_of(ITEMS[:4])], portal, prepare=True)
    waiting = generations(portal)[-1]
    build([source_of(ITEMS[:5])], portal)
    newest = current_generation(portal)
    publish(portal, waiting)
    assert earlier_generation(portal) == newest


def test_without_a_note_of_what_was_live_before_the_one_built_before_is_gone_back_to(portal: Path) -> None:
    for name in generations(portal):
        (portal / name / REPLACED).unlink(missing_ok=True)
    assert earlier_generation(portal) == generations(portal)[1]


def test_what_was_live_before_may_be_gone(portal: Path) -> None:
    publish(portal, generations(portal)[0])
    build([source_of(ITEMS[:4])], portal)
    prune(portal, keep=3)
    with pytest.raises(IndexMissing) as refused:
        earlier_generation(portal)
    assert "trouvaille publish" in refused.value.remedy


def test_an_open_index_goes_on_answering_after_another_is_published(portal: Path) -> None:
    index = Index.live(portal)
    publish(portal, generations(portal)[0])
    assert index.count() == 3
    index.close()


def test_an_unknown_generation_cannot_be_published(portal: Path) -> None:
    live = current_generation(portal)
    for name in ("20200101-000000-000", "..", ".lock", ""):
        with pytest.raises(IndexMissing) as refused:
            publish(portal, name)
        assert generations(portal)[0] in refused.value.remedy
    assert current_generation(portal) == live


def test_pruning_keeps_the_newest(portal: Path) -> None:
    names = generations(portal)
    assert prune(portal, 2) == names[:1]
    assert generations(portal) == names[1:]
    assert prune(portal, 2) == []
    assert sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *names[1:]])


def test_pruning_never_deletes_the_live_one(portal: Path) -> None:
    names = generations(portal)
    publish(portal, names[0])
    assert prune(portal, 1) == [names[1]]
    assert live_folder(portal).name == names[0]


def test_pruning_goes_on_while_the_generations_take_too_much(portal: Path) -> None:
    names = generations(portal)
    one = disk_use(portal) // 3
    assert prune(portal, 3, quota=4 * one) == []
    assert prune(portal, 3, quota=one + one // 2) == names[:2]
    assert prune(portal, 3, quota=1) == []
    assert generations(portal) == names[2:]


def test_files_that_generations_share_count_once(portal: Path) -> None:
    before = disk_use(portal)
    (first, *_), file = generations(portal), "report.json"
    (portal / first / "twin").hardlink_to(portal / first / file)
    assert disk_use(portal) == before


def test_pruning_waits_for_no_build_and_disturbs_none(portal: Path) -> None:
    before = generations(portal)
    with build_lock(portal), pytest.raises(BuildLocked):
        prune(portal, 1)
    assert generations(portal) == before


def test_pruning_removes_what_a_killed_one_left(portal: Path) -> None:
    (portal / ".building-20200101-000000-000").mkdir()
    (portal / ".CURRENT.12.tmp").write_text("2020")
    prune(portal, 3)
    assert sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *generations(portal)])


def test_a_folder_without_a_manifest_is_no_generation(portal: Path) -> None:
    (portal / "20990101-000000-000").mkdir()
    assert "20990101-000000-000" not in generations(portal)


def test_a_new_generation_sorts_last_even_when_the_clock_went_back(portal: Path) -> None:
    with building(portal) as folder:
        future = seal(folder, documents=0, reported=0, sources=())
    future.rename(portal / "20990101-000000-000")
    build([source_of(ITEMS)], portal)
    assert generations(portal)[-1] == current_generation(portal)
    assert live_count(portal) == len(ITEMS)


def test_a_lock_is_free_again_after_its_holder(portal: Path) -> None:
    for _ in range(2):
        with build_lock(portal), pytest.raises(BuildLocked), build_lock(portal):
            pass


def test_all_that_a_generation_holds_is_on_the_disk_before_it_can_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[tuple[int, int]] = set()
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        status = os.fstat(descriptor)
        synced.add((status.st_dev, status.st_ino))

    monkeypatch.setattr(os, "fsync", noted)
    build([source_of(ITEMS)], tmp_path)
    assert {path for path in tmp_path.rglob("*") if (path.stat().st_dev, path.stat().st_ino) not in synced} == {tmp_path / ".lock"}


def test_tidying_up_takes_nothing_from_whoever_publishes_meanwhile(portal: Path) -> None:
    half_published = portal / ".CURRENT.1.tmp"
    tidied = threading.Thread(target=tidy, args=(portal,))
    with publishing._switching(portal):
        half_published.touch()
        tidied.start()
        tidied.join(0.3)
        assert half_published.exists()
    tidied.join()
    assert not half_published.exists()
