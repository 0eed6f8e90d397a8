from pathlib import Path
from typing import Any

import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.site.options import SiteOptions
from indexer.sources.site.source import SiteSource
from search.document import Document
from search.errors import SourceUnreadable
from tests.indexer.site import pages

OLD = pages.WRITTEN.replace("<head>", '<head><meta charset="iso-8859-1">').replace("’", "'")
ALL: dict[str, str | bytes] = {
    "linked": pages.LINKED,
    "event": pages.EVENT,
    "spip": pages.SPIP,
    "list": pages.SPIP_LIST,
    "written": pages.WRITTEN,
    "who": pages.UNDATED,
    "noindex": pages.NOINDEX,
    "empty": "",
    "short": "<html><body><p>Ok.</p></body></html>",
    "iso-8859-1": OLD.encode("iso-8859-1"),
    "utf-16": OLD.encode("utf-16"),
    "odd bytes": pages.WRITTEN.encode().replace("délégation".encode(), b"d\xe9l\xc3\xa9gation\x00"),
}


def outcomes(tmp_path: Path, contents: dict[str, str | bytes], **options: Any) -> dict[str, Record | Unreadable]:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, content in contents.items():
        (folder / f"{name}.html").write_bytes(content.encode() if isinstance(content, str) else content)
    source = SiteSource(SiteOptions(location=str(folder), **({"url": "https://www.portail.example"} | options)), tmp_path / "state")
    found = dict(zip(sorted(contents), source.records(), strict=True))
    assert source.expected() == len(contents)
    return found


def document(outcome: Record | Unreadable) -> Document:
    assert isinstance(outcome, Record), outcome
    return document_of(outcome.values, "site")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record | Unreadable]:
    """What became of all pages, as one site."""
    return outcomes(tmp_path_factory.mktemp("site"), ALL)


def test_each_page_becomes_an_item_or_says_why_not(read: dict[str, Record | Unreadable]) -> None:
    codes = {name: one.code for name, one in read.items() if isinstance(one, Unreadable)}
    assert codes == {"list": "page-de-liste", "noindex": "noindex", "empty": "page-vide", "short": "page-vide"}


def test_a_page_of_spip_is_read_without_configuration(read: dict[str, Record | Unreadable]) -> None:
    item = document(read["spip"])
    assert (item.title, item.url) == ("L’eau au Togo", "https://www.portail.example/L-eau-au-Togo")
    assert (item.summary, item.body) == (
        "Un rendez-vous.",
        "Webinaire\nProgramme\nLa maîtrise d’ouvrage\u00a0;\nGratuit.\nDeux cents places.",
    )
    assert (item.themes, item.authors, item.published) == (("Eau", "Togo"), ("Pôle Afrique",), "2025-11-20T08:30:00+00:00")
    assert (item.kind, item.category) == ("evenement", "Agenda")


def test_what_a_page_says_to_machines_comes_first(read: dict[str, Record | Unreadable]) -> None:
    item = document(read["linked"])
    assert item.title == "Offre de stage : chargé·e de projet"
    assert (item.published, item.updated, item.authors) == ("2025-05-26T10:00:00+02:00", "2025-05-27", ("Service emploi",))
    assert (item.summary, item.themes) == ("Six mois à Lyon.", ("emploi", "stage"))
    assert (item.image, item.url) == ("https://www.portail.example/img/stage.jpg", "https://www.portail.example/linked.html")
    assert "groupes-pays" in item.body
    assert "comptes rendus" in item.body
    assert "Mentions légales" not in item.body
    assert "Menu principal" not in item.body


def test_an_event_has_its_dates_and_place(read: dict[str, Record | Unreadable]) -> None:
    item = document(read["event"])
    assert (item.kind, item.title, item.place) == ("evenement", "Concert à Lomé", "Institut, Lomé")
    assert (item.starts, item.ends) == ("2026-06-21T20:00:00+00:00", "2026-06-21T23:00:00+00:00")


def test_dates_that_are_written_for_readers_are_understood(read: dict[str, Record | Unreadable]) -> None:
    item = document(read["written"])
    assert (item.title, item.published, item.updated) == ("Compte rendu de mission", "2025-05-26T14:30:00+02:00", "2025-06-03")
    assert "convention triennale" in item.body


def test_a_date_that_nobody_can_read_costs_neither_the_page_nor_its_other_dates(tmp_path: Path) -> None:
    odd = pages.LINKED.replace("2025-05-26T10:00:00+02:00", "26 mai dernier")
    dated = odd.replace("<title>", '<meta property="article:published_time" content="2025-05-26"><title>')
    found = outcomes(tmp_path, {"odd": odd, "dated": dated})
    assert [document(found[name]).published for name in ("odd", "dated")] == ["", "2025-05-26"]
    assert [[remark.message for remark in one.remarks] for one in found.values() if isinstance(one, Record)] == [
        [],
        ["date illisible : 26 mai dernier"],
    ]


def test_selectors_of_the_site_have_the_last_word(tmp_path: Path) -> None:
    options: dict[str, Any] = {"content": ["#contenu p:not(.meta)"], "title": ["#menu a"], "date": [".meta"], "only_items": True}
    found = outcomes(
        tmp_path, {"written": pages.WRITTEN.replace("Publié le ", ""), "who": pages.UNDATED}, **options | {"date": [".jour"]}
    )
    assert isinstance(found["written"], Unreadable)
    assert isinstance(found["who"], Unreadable)
    (tmp_path / "site" / "who.html").unlink()
    source = SiteSource(
        SiteOptions(location=str(tmp_path / "site"), url="https://p.example", **options | {"only_items": False}), tmp_path
    )
    [one] = source.records()
    assert isinstance(one, Record)
    assert one.values["title"] == "Accueil"
    assert one.values["body"].startswith("La délégation")
    assert "lettre" not in one.values["body"]


def test_a_page_of_a_folder_without_address_must_say_its_own(tmp_path: Path) -> None:
    found = outcomes(tmp_path, {"spip": pages.SPIP, "who": pages.UNDATED}, url="")
    assert document(found["spip"]).url == "https://portail.example/L-eau-au-Togo"
    assert isinstance(found["who"], Unreadable)
    assert found["who"].code == "sans-adresse"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_encodings_are_found_out(read: dict[str, Record | Unreadable], encoding: str) -> None:
    assert "délégation" in document(read[encoding]).body


def test_invalid_bytes_and_null_bytes_cost_themselves_only(read: dict[str, Record | Unreadable]) -> None:
    assert "légation" in document(read["odd bytes"]).body


def test_hostile_pages_end(tmp_path: Path) -> None:
    deep = "<div>" * 200_000 + "fond" + "</div>" * 200_000
    script = '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>" + "mot " * 100 + "</p>"
    found = outcomes(tmp_path, {"deep": deep, "script": script, "long": "<p>" + "x" * 5_000_000 + "</p>"}, page_seconds=20.0)
    assert isinstance(found["script"], Record)
    assert len(found) == 3


@pytest.mark.parametrize("options", [{"content": ["p["]}, {"include": ["("]}])
def test_what_nobody_could_understand_is_refused_at_once(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(SourceUnreadable, match="incompris"):
        SiteSource(SiteOptions(location=str(tmp_path), **options), tmp_path)


def test_an_absent_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="n’existe pas"):
        list(SiteSource(SiteOptions(location=str(tmp_path / "absent")), tmp_path).records())
