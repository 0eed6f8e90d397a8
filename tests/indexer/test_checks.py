from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from indexer.build import build
from indexer.checks import Checks
from indexer.comparison import lines
from indexer.portal_queries import PortalQuery
from indexer.update import update
from search.errors import BuildRefused
from search.generation import CURRENT, LOCK
from search.index import Index
from tests.built import BuiltPortals
from tests.indexer.records import source_of
from tests.portal import ITEMS

WATER = PortalQuery("eau Togo", ("eau-togo", "https://portail.example/Retour-webinaire-France-Togo"))


def everything(portal: Path) -> dict[str, bytes]:
    files = [path for path in portal.rglob("*") if path.is_file() and path.name != LOCK]
    return {path.relative_to(portal).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def portal(built: BuiltPortals, tmp_path: Path) -> Path:
    return built(tmp_path)


@pytest.mark.parametrize("apply", [build, update])
def test_a_drop_of_more_than_what_is_permitted_is_refused(portal: Path, apply: Callable[..., object]) -> None:
    before = everything(portal)
    with pytest.raises(BuildRefused, match="plus que 6 contenus au lieu de 9") as refused:
        apply([source_of(ITEMS[:6])], portal, checks=Checks(max_drop=30))
    assert "--force" in refused.value.remedy
    assert everything(portal) == before
    apply([source_of(ITEMS[:6])], portal, checks=Checks(max_drop=34))


def test_force_publishes_what_would_be_refused(portal: Path) -> None:
    build([source_of(ITEMS[:1])], portal, checks=Checks(force=True, queries=(WATER,)))
    assert Index.live(portal).count() == 1


def test_a_generation_that_fails_a_query_of_the_portal_is_refused(portal: Path) -> None:
    before = everything(portal)
    checks = Checks(queries=(WATER, PortalQuery("jumelage")))
    with pytest.raises(BuildRefused, match="1 contenu") as refused:
        update([source_of(ITEMS[1:])], portal, checks=checks)
    assert "eau-togo" in refused.value.message
    assert everything(portal) == before
    assert [one.missing for one in checks.comparisons] == [("eau-togo",), ()]


def test_items_are_expected_by_id_or_by_address(portal: Path) -> None:
    checks = Checks(queries=(WATER,))
    build([source_of(ITEMS)], portal, checks=checks)
    (comparison,) = checks.comparisons
    assert comparison.missing == ()
    assert not comparison.has_changed
    assert list(lines(comparison)) == [
        f"« eau Togo » : {comparison.total_after} résultat(s)",
        f"  = {len(comparison.standings)} au même rang",
    ]


def test_the_first_build_has_nothing_to_compare_with(tmp_path: Path) -> None:
    checks = Checks(queries=(WATER,))
    build([source_of(ITEMS)], tmp_path, checks=checks)
    (comparison,) = checks.comparisons
    assert comparison.total_before is None
    assert all(one.before is None for one in comparison.standings)


def test_what_cannot_be_opened_any_more_can_be_replaced(portal: Path) -> None:
    (portal / CURRENT).write_text("20200101-000000-000\n")
    checks = Checks(queries=(WATER,))
    build([source_of(ITEMS[:2])], portal, checks=checks)
    assert checks.comparisons[0].total_before is None
    assert Index.live(portal).count() == 2


def test_the_comparison_tells_who_came_went_and_moved(portal: Path) -> None:
    checks = Checks(queries=(PortalQuery("Togo webinaire", ("absent",)),), force=True, max_drop=50)
    title = "Togo, Togo, Togo : webinaire"
    new = msgspec.structs.replace(ITEMS[0], id="neuf", title=title, url="", summary="", body="Webinaire au Togo")
    build([source_of([new, *ITEMS[1:]])], portal, checks=checks)
    (comparison,) = checks.comparisons
    standings = {one.id: (one.before, one.after) for one in comparison.standings}
    assert standings["neuf"] == (None, 1)
    assert standings["eau-togo"][0] is not None
    assert standings["eau-togo"][1] is None
    told = "\n".join(lines(comparison))
    assert f"+ 1ᵉʳ (nouveau)  {title} (neuf)" in told
    assert f"− {standings['eau-togo'][0]}ᵉ (sorti)  {ITEMS[0].title} (eau-togo)" in told
    assert "✗ attendu parmi les 10 premiers, absent : absent" in told
