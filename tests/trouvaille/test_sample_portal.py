"""The sample portal: complete, valid, current whatever the day, and a good place to search."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from indexer.build import build
from indexer.records import document_of
from indexer.source import Record
from indexer.sources.sample import SampleSource
from search.build_report import BuildReport
from search.document import Document
from search.index import Index
from search.moments import PORTAL_ZONE, end_instant, instant
from search.request import Filters, SearchRequest
from trouvaille.__main__ import app

SAMPLE = Path(__file__).parent.parent.parent / "index_data" / "sample"
TODAY = date(2026, 3, 4)


def items(today: date) -> list[Document]:
    records = SampleSource(SAMPLE, today).records()
    return [document_of(record.values, "sample") for record in records if isinstance(record, Record)]


ITEMS = items(TODAY)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index_data")


@pytest.fixture(scope="module")
def report(data: Path) -> BuildReport:
    return build([SampleSource(SAMPLE, TODAY)], data / "portail")


@pytest.fixture(scope="module")
def index(report: BuildReport, data: Path) -> Iterator[Index]:
    opened = Index.open(data / "portail" / report.generation)
    yield opened
    opened.close()


def test_every_item_is_indexed(report: BuildReport, index: Index) -> None:
    assert (report.read, report.indexed, report.reported) == (160, 160, 0)
    assert index.count() == 160
    assert report.sources[0].unused_fields == {}


def test_the_readme_counts_right() -> None:
    assert Counter(item.kind for item in ITEMS) == {"article": 90, "evenement": 30, "ressource": 40}
    togo = sum("Togo" in item.countries for item in ITEMS)
    assert togo >= 15
    readme = (SAMPLE / "README.md").read_text("utf-8")
    assert re.search(rf"90 articles, 30 events and 40 resources[^.]*, {togo} of them on Togo", " ".join(readme.split()))


def test_resources_are_of_all_four_media() -> None:
    assert {medium for item in ITEMS for medium in item.media} == {"texte", "photo", "son", "video"}
    assert all(item.media for item in ITEMS if item.kind == "ressource")


def test_addresses_are_reserved_ones_and_ids_are_unique() -> None:
    assert len({item.id for item in ITEMS}) == len({item.url for item in ITEMS}) == 160
    hosts = {host for item in ITEMS for host in re.findall(r"https?://([^/\s\"]+)", msgspec.json.encode(item).decode())}
    assert {host.rpartition(".")[2] for host in hosts} == {"example"}
    assert not [item.id for item in ITEMS if "@" in item.body]


def test_no_placeholder_is_left_in_any_text() -> None:
    assert not [item.id for item in ITEMS if re.search(r"\{\{|\}\}|\bJ[+-]\d", msgspec.json.encode(item).decode())]


@settings(max_examples=20)
@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 12, 31)))
def test_the_agenda_has_something_to_come_on_any_day(today: date) -> None:
    now = datetime.combine(today, time(23, 59), tzinfo=PORTAL_ZONE)
    current = items(today)
    upcoming = [item for item in current if item.kind == "evenement" and item.starts and instant(item.starts) > now]
    assert len(upcoming) >= 3
    assert all(end_instant(item.ends) > now for item in upcoming if item.ends)
    assert len(current) == 160


def test_upcoming_events_are_found_by_search(index: Index) -> None:
    now = int(datetime.combine(TODAY, time(12), tzinfo=PORTAL_ZONE).timestamp())
    found = index.search(SearchRequest(filters=Filters(upcoming_at=now), sort="date_asc", size=50))
    assert found.total >= 3
    assert all(end_instant(hit.document.ends or hit.document.starts).timestamp() >= now for hit in found.hits)


@pytest.mark.parametrize(
    "variants",
    [
        ("coopération décentralisée Togo", "cooperation decentralisee togo", "COOPÉRATION DÉCENTRALISÉE TOGO"),
        ("l’assainissement", "l'assainissement", "assainissement", "L’ASSAINISSEMENT"),
        ("élus", "ELUS", "Élus"),
        ("cœur", "coeur", "CŒUR"),
        ("A.F.D.", "AFD", "afd"),
        ("jumelages", "Jumelages"),
    ],
)
def test_however_it_is_typed_the_hits_are_identical(index: Index, variants: tuple[str, ...]) -> None:
    answers = {msgspec.json.encode(index.search(SearchRequest(text=text, size=50))) for text in variants}
    assert len(answers) == 1
    assert index.search(SearchRequest(text=variants[0])).total > 0


@pytest.mark.parametrize("variants", [("élu·e·s", "élus", "elue", "ÉLUES"), ("jumelage", "jumelages", "Jumelages")])
def test_in_any_number_and_gender_the_same_items_are_found(index: Index, variants: tuple[str, ...]) -> None:
    """Those with the very word that was typed come earlier, so the order may differ."""
    found = [index.search(SearchRequest(text=text, size=100)) for text in variants]
    assert len({answer.total for answer in found}) == 1
    assert len({frozenset(hit.document.id for hit in answer.hits) for answer in found}) == 1


def test_what_is_searched_on_togo_is_about_togo(index: Index) -> None:
    hits = index.search(SearchRequest(text="eau togo")).hits
    assert all("Togo" in hit.document.countries for hit in hits[:4])


@pytest.mark.parametrize(
    "item", ["evenement-001", "https://www.cooperation.example/Webinaire-France-Togo-l-eau-un-bien-commun-a-gerer-ensemble"]
)
def test_what_is_related_to_the_togo_webinar_is_about_togo_and_says_why(index: Index, data: Path, item: str) -> None:
    assert "Webinaire France-Togo" in index.item("evenement-001").title
    shown = CliRunner().invoke(app, ["related", item, "--data", str(data), "--json"])
    related = msgspec.json.decode(shown.stdout)["items"]
    assert len(related) == 5
    assert sum("Togo" in index.item(one["id"]).countries for one in related) >= 4
    assert all(one["reasons"] for one in related)
    assert "evenement-001" not in {one["id"] for one in related}
