import pytest

from indexer.related.model import RelatedModel
from search.document import Document
from search.moments import seconds
from search.neighbour_table import NeighbourTable
from search.related import RelatedItems

TEXT = "Élus et techniciens parlent d’assainissement, de pompes et de bornes-fontaines."


def event(number: int, starts: str, text: str) -> Document:
    return Document(id=f"e{number}", kind="evenement", title=f"Atelier {text}", body=f"{TEXT} {text}", starts=starts, ends=starts)


EVENTS = [
    event(1, "2026-03-10", "pompes"),
    event(2, "2026-01-10", "pompes solaires"),
    event(3, "2026-05-10", "forage et budget de la commune"),
    event(4, "2026-06-10", "jumelage et jeunesse de la commune"),
]
ARTICLE = Document(id="a", title="Les pompes de la commune", body=f"{TEXT} Pompes, pompes.", url="https://site.example/pompes")
MIRRORED = Document(id="m", title="Les pompes de la commune", body=f"{TEXT} Pompes, pompes.", url="https://miroir.example/pompes")
ONLY_ONE = Document(id="o", title="Le musée", body="Des masques et des tambours.", url="https://site.example/musee")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> NeighbourTable:
    folder = tmp_path_factory.mktemp("table")
    RelatedModel().learn(sorted((*EVENTS, ARTICLE, MIRRORED, ONLY_ONE), key=lambda one: one.id)).save(folder)
    return NeighbourTable(folder)


def ids(table: NeighbourTable, item: str, day: str) -> list[str]:
    return [one.document.id for one in RelatedItems(table).of_row(table.row_of(item), 20, now=seconds(day))]


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-01", "2026-05-20", "2027-01-01"])
def test_beside_an_event_none_that_is_over_comes_before_one_to_come(table: NeighbourTable, day: str) -> None:
    for one in EVENTS:
        over = [other.ends < day for other in (EVENTS[int(item[1]) - 1] for item in ids(table, one.id, day) if item[0] == "e")]
        assert len(over) == 3
        assert over == sorted(over)


def test_what_is_no_event_keeps_its_place_and_its_order(table: NeighbourTable) -> None:
    places = {ids(table, "e1", day).index("a" if "a" in ids(table, "e1", day) else "m") for day in ("2026-01-01", "2027-01-01")}
    assert len(places) == 1
    assert ids(table, "a", "2026-01-01") == ids(table, "a", "2027-01-01")


def test_a_host_that_mirrors_another_one_answers_for_all_its_pages(table: NeighbourTable) -> None:
    assert table.item_at("http://www.miroir.example/musee/") == "o"
    assert table.item_at("https://ailleurs.example/musee") is None
