from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from indexer.build import build
from indexer.checks import Checks
from indexer.contents import Contents
from indexer.finishing import CONTENTS
from indexer.source import Unreadable
from indexer.update import Changes, update
from search.build_report import read_report
from search.errors import ItemNotFound, SourceUnreadable
from search.generation import live_folder
from search.index import Index
from tests.indexer.records import ListSource

TEXTS = {
    "eau": "Les communes togolaises et françaises parlent d’assainissement et de bornes-fontaines. " * 4,
    "stage": "Une commune du Bénin cherche un stagiaire pour ses archives et son état civil. " * 4,
    "fête": "Trois jours de musique et de rencontres entre les villes jumelées de la région. " * 4,
}


def item(identifier: str, subject: str, site: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "titre": f"À propos de Porto-Novo : {subject}",
        "texte": TEXTS[subject],
        "url": f"https://{site}.example/{subject}",
    }


ARTICLES = [item("a-eau", "eau", "portail"), item("a-stage", "stage", "portail")]
FEED = [item("f-eau", "eau", "fil"), item("f-fête", "fête", "fil")]
"""The feed repeats one of the articles."""


def articles(items: Sequence[Any] = ARTICLES) -> ListSource:
    return ListSource(items, "articles")


def feed(items: Sequence[Any] = FEED) -> ListSource:
    return ListSource(items, "fil")


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    folder = tmp_path / "portail"
    assert build([articles(), feed()], folder, mirrors=True).reasons == {"miroir": 1}
    return folder


@pytest.fixture
def live(portal: Path) -> Iterator[Any]:
    """Opens the live index anew whenever it is called."""
    opened: list[Index] = []

    def index() -> Index:
        opened.append(Index.live(portal))
        return opened[-1]

    yield index
    for one in opened:
        one.close()


def updated(portal: Path, source: ListSource) -> Changes:
    return update([source], portal, mirrors=True, checks=Checks(max_drop=100)).changes


@pytest.mark.parametrize("source", [articles(), feed()], ids=["articles", "fil"])
def test_a_source_that_is_read_alone_and_did_not_change_changes_nothing(portal: Path, source: ListSource) -> None:
    assert updated(portal, source).count == 0


def test_an_address_of_a_mirror_still_leads_to_its_original_when_that_changes(portal: Path, live: Any) -> None:
    changed = ARTICLES[0] | {"texte": TEXTS["eau"] + "Une phrase de plus."}
    assert updated(portal, articles([changed, ARTICLES[1]])) == Changes(changed=1)
    assert live().item("a-eau").mirrors == ("https://fil.example/eau",)
    assert live().id_at("https://fil.example/eau") == "a-eau"
    assert updated(portal, feed()).count == 0


def test_a_new_item_that_says_what_another_source_says_is_its_mirror(portal: Path, live: Any) -> None:
    assert updated(portal, feed([*FEED, item("f-stage", "stage", "fil")])) == Changes(changed=1)
    assert live().id_at("https://fil.example/stage") == "a-stage"
    assert live().count() == 3


def test_a_mirror_that_is_gone_leaves_no_address_behind(portal: Path, live: Any) -> None:
    assert updated(portal, feed(FEED[1:])) == Changes(changed=1)
    assert live().item("a-eau").mirrors == ()
    with pytest.raises(ItemNotFound):
        live().id_at("https://fil.example/eau")


def test_what_an_update_leaves_is_what_a_build_would(portal: Path, tmp_path: Path, live: Any) -> None:
    more = [*FEED[1:], item("f-stage", "stage", "fil")]
    updated(portal, feed(more))
    build([articles(), feed(more)], tmp_path / "neuf", mirrors=True)
    whole = Index.live(tmp_path / "neuf")
    assert {one: live().item(one) for one in ("a-eau", "a-stage", "f-fête")} == {
        one: whole.item(one) for one in ("a-eau", "a-stage", "f-fête")
    }
    assert live().count() == whole.count() == 3
    whole.close()


def test_a_source_of_mirrors_only_keeps_its_addresses_too(tmp_path: Path) -> None:
    build([articles(), feed(FEED[:1])], tmp_path, mirrors=True)
    assert updated(tmp_path, articles()).count == 0
    assert updated(tmp_path, articles([*ARTICLES, item("a-fête", "fête", "portail")])) == Changes(added=1)
    index = Index.live(tmp_path)
    assert index.id_at("https://fil.example/eau") == "a-eau"
    index.close()


@pytest.mark.parametrize("failing", ["articles", "fil"])
def test_a_source_that_fails_keeps_its_mirrors_and_its_originals(portal: Path, live: Any, failing: str) -> None:
    given = {"articles": articles(), "fil": feed()} | {failing: ListSource([SourceUnreadable("coupure")], failing)}
    report = build(list(given.values()), portal, mirrors=True)
    assert report.documents == live().count() == 3
    assert live().id_at("https://fil.example/eau") == "a-eau"


def test_the_mirror_of_an_item_that_is_gone_takes_its_place_before_its_source_is_read(portal: Path, live: Any) -> None:
    assert updated(portal, articles(ARTICLES[1:])) == Changes(added=1, deleted=1)
    assert live().id_at("https://fil.example/eau") == "f-eau"
    assert (live().item("f-eau").body.split(), live().item("f-eau").mirrors) == (TEXTS["eau"].split(), ())
    assert live().count() == read_report(live_folder(portal)).documents == 3
    assert updated(portal, articles(ARTICLES[1:])).count == 0
    assert updated(portal, feed()).count == 0
    assert updated(portal, articles()) == Changes(changed=1)  # what was live first stays the original


def test_the_first_of_several_mirrors_stands_for_the_others(tmp_path: Path, live: Any) -> None:
    others = [ListSource([item(f"{name}-eau", "eau", name)], name) for name in ("un", "deux")]
    build([articles(), *others], tmp_path, mirrors=True)
    assert updated(tmp_path, articles(ARTICLES[1:])) == Changes(added=1, deleted=1)
    index = Index.live(tmp_path)
    assert [index.id_at(f"https://{name}.example/eau") for name in ("un", "deux")] == ["un-eau", "un-eau"]
    assert index.item("un-eau").mirrors == ("https://deux.example/eau",)
    index.close()


def test_a_mirror_whose_original_is_gone_goes_to_another_that_says_the_same(portal: Path, live: Any) -> None:
    again = ARTICLES[0] | {"id": "a-eau-2", "url": "https://portail.example/eau-2"}
    assert updated(portal, articles([*ARTICLES[1:], again])) == Changes(added=1, deleted=1)
    assert live().id_at("https://fil.example/eau") == "a-eau-2"
    assert live().count() == 3


def test_a_source_that_fails_gives_the_mirror_of_an_item_that_is_gone(portal: Path, live: Any) -> None:
    report = build([articles(ARTICLES[1:]), ListSource([SourceUnreadable("coupure")], "fil")], portal, mirrors=True)
    assert report.documents == live().count() == 3
    assert live().id_at("https://fil.example/eau") == "f-eau"


def test_an_item_of_a_source_that_fails_does_not_answer_for_what_is_its_mirror_no_longer(portal: Path, live: Any) -> None:
    cut = ListSource([ARTICLES[1], SourceUnreadable("coupure")], "articles")
    build([cut, feed([FEED[0] | {"texte": TEXTS["stage"] + TEXTS["fête"]}, FEED[1]])], portal, mirrors=True)
    assert (live().item("a-eau").mirrors, live().item("f-eau").mirrors) == ((), ())


def test_a_mirror_that_its_own_source_says_is_deleted_takes_no_place(portal: Path, live: Any) -> None:
    gone = Unreadable("notice 1", "supprime", "notice supprimée", id="f-eau")
    cut = feed([gone, FEED[1], SourceUnreadable("coupure")])
    build([articles(ARTICLES[1:]), cut], portal, mirrors=True, checks=Checks(max_drop=100))
    assert set(live().ids()) == {"a-stage", "f-fête"}


def test_a_mirror_that_says_something_else_now_is_no_mirror_even_where_its_source_is_cut_off(portal: Path, live: Any) -> None:
    other = FEED[0] | {"titre": "Une fête", "texte": TEXTS["fête"]}
    build([articles(), feed([other, SourceUnreadable("coupure")])], portal, mirrors=True)
    assert (live().id_at("https://fil.example/eau"), live().item("a-eau").mirrors) == ("f-eau", ())
    assert Contents.load(live_folder(portal) / CONTENTS).mirrored == ()


def test_an_item_that_takes_the_id_of_a_mirror_leaves_nothing_that_has_no_original(portal: Path, live: Any) -> None:
    taken = item("f-eau", "fête", "portail") | {"titre": "Une fête"}
    assert updated(portal, articles([*ARTICLES[1:], taken])) == Changes(added=1, deleted=1)
    assert Contents.load(live_folder(portal) / CONTENTS).mirrored == ()
    assert updated(portal, articles(ARTICLES[1:])) == Changes(deleted=1)
    assert updated(portal, feed()) == Changes(added=1)


def test_an_heir_does_not_answer_for_mirrors_that_are_gone_with_the_original(tmp_path: Path) -> None:
    twin = ARTICLES[0] | {"id": "a-eau-2", "url": "https://portail.example/eau-2"}
    build([articles([*ARTICLES, twin]), feed()], tmp_path, mirrors=True)
    assert updated(tmp_path, articles(ARTICLES[1:])) == Changes(added=1, deleted=1)
    with closing(Index.live(tmp_path)) as index:
        assert index.item("f-eau").mirrors == ()


def test_mirrors_of_a_generation_that_does_not_tell_their_ids_come_back_with_their_source(portal: Path, live: Any) -> None:
    told = live_folder(portal) / "contents" / "mirrored.json"
    told.write_bytes(msgspec.json.encode([{"source": "fil", "address": "https://fil.example/eau", "original": "a-eau"}]))
    assert updated(portal, articles(ARTICLES[1:])) == Changes(deleted=1)
    assert updated(portal, feed()) == Changes(added=1)
