from pathlib import Path

import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.oai import OaiOptions, OaiSource
from search.errors import SourceUnreadable
from tests.indexer.fetching.misbehaving import bad_server


def notice(number: int, extra: str = "") -> str:
    return (
        f"<record><header><identifier>oai:portail.example:{number}</identifier></header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Guide {number}</dc:title><dc:creator>Réseau</dc:creator><dc:subject>Eau</dc:subject>"
        f"<dc:description>Huit étapes &amp; un &lt;b&gt;modèle&lt;/b&gt;.</dc:description><dc:date>2022-01-18</dc:date><dc:type>Sound</dc:type>"
        f"<dc:type>podcast</dc:type><dc:identifier>ISBN 1</dc:identifier><dc:identifier>https://portail.example/{number}</dc:identifier>"
        f"<dc:language>fre</dc:language>{extra}</oai_dc:dc></metadata></record>"
    )


def answer(records: str, token: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<ListRecords>{records}{f'<resumptionToken>{token}</resumptionToken>' if token else ''}</ListRecords></OAI-PMH>"
    ).encode()


DELETED = '<record><header status="deleted"><identifier>oai:portail.example:9</identifier></header></record>'
LIST = "/oai?verb=ListRecords&"


def test_an_archive_is_followed_to_its_last_page() -> None:
    with bad_server() as server:
        server.pages[f"{LIST}metadataPrefix=oai_dc&set=textes"] = ("text/xml", answer(notice(1) + DELETED, "suite|2"))
        server.pages[f"{LIST}resumptionToken=suite|2"] = ("text/xml", answer(notice(2)))
        source = OaiSource(OaiOptions(location=f"{server.address}/oai", name="archive", set="textes", allow_private=True))
        first, deleted, second = source.records()
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    document = document_of(first.values, "archive")
    assert (document.id, document.url, document.kind) == ("oai:portail.example:1", "https://portail.example/1", "ressource")
    assert (document.title, document.body) == ("Guide 1", "Huit étapes & un modèle.")
    assert (document.themes, document.authors, document.media) == (("Eau",), ("Réseau",), ("son",))
    assert (document.published, document.language, document.category) == ("2022-01-18", "fr", "podcast")
    assert isinstance(deleted, Unreadable)
    assert (deleted.code, deleted.id) == ("supprime", "oai:portail.example:9")
    assert second.where == "archive, page 2, notice 1"


def test_an_archive_that_goes_round_in_circles_is_left() -> None:
    with bad_server() as server:
        server.pages["/oai"] = ("text/xml", answer(notice(1), "encore"))
        records = OaiSource(OaiOptions(location=f"{server.address}/oai", allow_private=True)).records()
        assert [isinstance(next(records), Record) for _ in range(2)] == [True, True]
        with pytest.raises(SourceUnreadable, match="jeton"):
            next(records)


def test_a_saved_answer_says_that_the_rest_is_missing(tmp_path: Path) -> None:
    (tmp_path / "oai.xml").write_bytes(answer(notice(1), "suite"))
    outcomes = list(OaiSource(OaiOptions(location=str(tmp_path / "oai.xml"))).records())
    assert [getattr(one, "code", "lu") for one in outcomes] == ["lu", "suite-absente"]
    assert [one.hides_others for one in outcomes if isinstance(one, Unreadable)] == [True]


def only(tmp_path: Path, records: str) -> Record:
    (tmp_path / "oai.xml").write_bytes(answer(records))
    [one] = OaiSource(OaiOptions(location=str(tmp_path / "oai.xml"))).records()
    assert isinstance(one, Record)
    return one


@pytest.mark.parametrize(
    ("dates", "published", "remarks"),
    [
        (("[s.d.]", "2022-01-18T10:00:00Z"), "2022-01-18T10:00:00+00:00", []),
        (("1998-2001",), "", ["date-illisible"]),
        (("mai 2020",), "2020-05-01", []),
        ((), "", []),
    ],
)
def test_a_date_that_nobody_can_read_costs_itself_only(
    tmp_path: Path, dates: tuple[str, ...], published: str, remarks: list[str]
) -> None:
    written = "".join(f"<dc:date>{date}</dc:date>" for date in dates)
    one = only(tmp_path, notice(1).replace("<dc:date>2022-01-18</dc:date>", written))
    assert (document_of(one.values, "archive").published, [remark.code for remark in one.remarks]) == (published, remarks)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("fre", "fr"),
        ("fr-FR", "fr"),
        ("pt_BR", "pt"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("Français", "fr"),
        ("mul", ""),
        ("wol", ""),
    ],
)
def test_languages_have_their_own_codes_or_none(tmp_path: Path, written: str, language: str) -> None:
    one = only(tmp_path, notice(1).replace("<dc:language>fre", f"<dc:language>{written}"))
    assert one.values["language"] == language


@pytest.mark.parametrize("bad", [b"\x0b", b"&#x1F;", b"&#0;", b"\xff", b"\xed\xa0\x80", b"&#xD800;"])
def test_a_character_that_xml_forbids_costs_itself_only(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "oai.xml").write_bytes(answer(notice(1) + notice(2)).replace(b"Guide 1", b"Gui" + bad + b"de 1"))
    first, second = OaiSource(OaiOptions(location=str(tmp_path / "oai.xml"))).records()
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.values["title"].replace("\ufffd", "") == "Guide 1"
    assert second.values["title"] == "Guide 2"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badArgument">non</error></OAI-PMH>', "badArgument"),
        ("<html/>", "OAI-PMH"),
        ("pas du xml", "mal form"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "entité"),
    ],
)
def test_a_refusal_or_another_document_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "oai.xml").write_text(content)
    with pytest.raises(SourceUnreadable, match=message):
        list(OaiSource(OaiOptions(location=str(tmp_path / "oai.xml"))).records())


def test_an_archive_without_records_is_empty(tmp_path: Path) -> None:
    text = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch"/></OAI-PMH>'
    (tmp_path / "oai.xml").write_text(text)
    assert list(OaiSource(OaiOptions(location=str(tmp_path / "oai.xml"))).records()) == []
