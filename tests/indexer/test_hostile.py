"""Everything hostile at once, beside one good source: the build ends, the good items are there, and the report says what happened."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build
from indexer.sources import open_all
from search.build_report import BuildReport, SourceReport
from search.generation import live_folder, read_manifest
from search.index import Index
from search.request import SearchRequest
from tests.indexer.extraction import made
from tests.indexer.fetching.misbehaving import BadServer, bad_server
from tests.indexer.site import pages
from tests.indexer.test_xml_safety import LAUGHS, OUTSIDE

GOOD = "id;titre;texte\n1;L’eau au Togo;Les bornes-fontaines de Lomé.\n2;Le marché;Kpalimé.\n"
FOR_EVER = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:e\r\nSUMMARY:Sans fin\r\nDTSTART:19700101T000000\r\n"
    "RRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def swelling_gzip(path: Path) -> Path:
    """A gigabyte of zeros: one member of 64 MiB, 16 times over."""
    member = gzip.compress(b"\0" * (64 << 20), compresslevel=1)
    with path.open("wb") as file:
        for _ in range(16):
            file.write(member)
    assert path.stat().st_size < 8 << 20
    return path


def long_line(path: Path) -> Path:
    path.write_bytes(
        b'{"id": "long", "titre": "' + b"x" * (50 << 20) + b'"}\n{"id": "court", "titre": "Apr\xc3\xa8s la longue ligne"}\n'
    )
    return path


def odd_bytes(path: Path) -> Path:
    """Invalid UTF-8, null bytes and half a surrogate."""
    path.write_bytes(
        b'{"id": "a", "titre": "caf\xe9"}\n{"id": "b", "titre": "Un\\u0000 nul"}\n{"id": "c", "titre": "\\ud800 seul"}\n\x00\n'
    )
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "bon.csv").write_text(GOOD, "utf-8")
    (folder / "rire.xml").write_bytes(LAUGHS)
    (folder / "dehors.xml").write_bytes(OUTSIDE)
    (folder / "sans-fin.ics").write_text(FOR_EVER)
    (folder / "boucle").mkdir()
    made.pdf(folder / "boucle" / "boucle.pdf", ["Bonjour"], loop=True)
    (folder / "boucle" / "abime.docx").write_bytes(b"PK\x03\x04abime")
    with bad_server() as server:
        tables = [
            str(folder / "bon.csv"),
            str(swelling_gzip(folder / "bombe.jsonl.gz")),
            str(long_line(folder / "longue.jsonl")),
            str(odd_bytes(folder / "octets.jsonl")),
            {"type": "rss", "location": str(folder / "rire.xml"), "name": "rire"},
            {"type": "oai", "location": str(folder / "dehors.xml"), "name": "dehors"},
            {"type": "ics", "location": str(folder / "sans-fin.ics"), "name": "sans-fin"},
            {"type": "files", "location": str(folder / "boucle"), "name": "boucle", "seconds": 3.0},
            {"type": "rss", "location": f"{server.address}/loop", "name": "redirections", "allow_private": True},
            {"type": "rss", "location": f"{server.address}/bomb", "name": "bombe", "allow_private": True, "max_bytes": 1 << 20},
            {"type": "rss", "location": f"{server.address}/flux", "name": "interne"},
            site(server),
        ]
        return build(open_all(tables, folder / "cache"), folder / "portail", mirrors=True)


def site(server: BadServer) -> dict[str, Any]:
    """A site whose sitemap leads inside."""
    server.pages["/robots.txt"] = ("text/plain", f"Sitemap: {server.address}/plan.xml".encode())
    inside = (
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data/",
        f"{server.address}/loop",
        f"{server.address}/mission",
    )
    server.pages["/plan.xml"] = ("text/xml", pages.sitemap(*inside))
    server.pages["/mission"] = ("text/html", pages.WRITTEN.encode())
    return {"type": "site", "location": f"{server.address}/", "name": "site", "delay": 0.0, "allow_private": True}


def account(report: BuildReport, name: str) -> SourceReport:
    return next(one for one in report.sources if one.name == name)


def test_nothing_is_lost(report: BuildReport) -> None:
    assert report.read == report.indexed + report.reported
    for one in report.sources:
        assert one.read == one.indexed + sum(one.reasons.values())


@pytest.mark.parametrize(
    ("source", "reasons"),
    [
        ("bon.csv", {}),
        ("bombe.jsonl.gz", {"ligne-trop-longue": 1}),
        ("longue.jsonl", {"ligne-trop-longue": 1}),
        ("octets.jsonl", {"encodage": 1, "json-invalide": 2}),
        ("sans-fin", {"recurrence": 1}),
        ("site", {"hors-site": 2, "redirections": 1}),
    ],
)
def test_each_hostile_record_has_its_reason(report: BuildReport, source: str, reasons: dict[str, int]) -> None:
    assert account(report, source).reasons == reasons
    assert account(report, source).failure == ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("rire", "entité"),
        ("dehors", "entité"),
        ("redirections", "redirige sans fin"),
        ("bombe", "plus de 1 Mio"),
        ("interne", "adresse non publique"),
    ],
)
def test_each_hostile_source_says_why_it_failed(report: BuildReport, source: str, message: str) -> None:
    assert message in account(report, source).failure


def test_a_damaged_file_costs_itself_only(report: BuildReport) -> None:
    assert account(report, "boucle").reasons["illisible"] >= 1
    assert account(report, "boucle").read == 2


def test_the_good_items_are_published(report: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> None:
    portal = tmp_path_factory.getbasetemp() / "hostile0" / "portail"
    index = Index.live(portal)
    assert "1" in index.ranking(SearchRequest(text="bornes fontaines"))
    assert index.count() == report.documents == read_manifest(live_folder(portal)).documents
    assert index.item("court").title == "Après la longue ligne"
    index.close()
