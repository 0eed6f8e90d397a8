from pathlib import Path
from typing import Any

import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.feed import FeedOptions, FeedSource
from indexer.xml_safety import XmlRefused
from search.errors import SourceUnreadable
from tests.indexer.fetching.misbehaving import bad_server

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Portail</title><link>https://portail.example/</link><language>fr-FR</language>
<item><title>L&#8217;eau &lt;i&gt;au&lt;/i&gt; Togo</title><link>https://portail.example/eau</link><guid>https://portail.example/eau</guid>
<dc:date>2026-01-08T09:15:00Z</dc:date><dc:creator>Pôle Afrique</dc:creator><dc:subject>Togo</dc:subject><category>Eau</category>
<description>&lt;p&gt;En bref.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Les communes.</p><ul><li>Une</li></ul>]]></content:encoded>
<enclosure url="https://portail.example/eau.mp3" type="audio/mpeg" length="1"/></item>
<item><title>Sans corps</title><link>/relatif</link><pubDate>Mon, 26 May 2025 14:00:00 +0200</pubDate><description>Un chapô.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Portail</title><id>urn:p</id><updated>2026-01-01T00:00:00Z</updated>
<entry><title>Offre de stage</title><id>tag:portail.example,2026:1</id><link href="https://portail.example/stage"/>
<updated>2026-01-02T10:00:00+01:00</updated><author><name>Service emploi</name></author><category term="emploi" label="Emploi"/>
<summary>Six mois.</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://portail.example/"><title>Portail</title><link>https://portail.example/</link></channel>
<item rdf:about="https://portail.example/1"><title>Un marché</title><link>https://portail.example/1</link></item></rdf:RDF>"""


def read(tmp_path: Path, content: str | bytes, **options: Any) -> list[Record | Unreadable]:
    path = tmp_path / "flux.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(FeedSource(FeedOptions(location=str(path), name="flux", **options)).records())


def values(outcome: Record | Unreadable) -> dict[str, Any]:
    assert isinstance(outcome, Record)
    return outcome.values


def test_an_entry_of_rss_becomes_a_record(tmp_path: Path) -> None:
    item = values(read(tmp_path, RSS)[0])
    assert item["title"] == "L’eau au Togo"
    assert (item["summary"], item["body"]) == ("En bref.", "Les communes.\nUne")
    assert (item["themes"], item["authors"], item["media"]) == (["Togo", "Eau"], ["Pôle Afrique"], ["son"])
    assert (item["published"], item["language"]) == ("2026-01-08T09:15:00+00:00", "fr")
    assert document_of(item, "flux").id == "https://portail.example/eau"


def test_an_entry_without_content_has_its_description_as_body(tmp_path: Path) -> None:
    item = values(read(tmp_path, RSS)[1])
    assert (item["summary"], item["body"], item["published"]) == ("", "Un chapô.", "2025-05-26T12:00:00+00:00")


def test_an_entry_of_atom_becomes_a_record(tmp_path: Path) -> None:
    [entry] = read(tmp_path, ATOM, kind="article", category="offre")
    item = values(entry)
    assert (item["id"], item["url"]) == ("tag:portail.example,2026:1", "https://portail.example/stage")
    assert (item["published"], item["themes"], item["category"]) == ("2026-01-02T09:00:00+00:00", ["Emploi"], "offre")


def test_a_feed_is_fetched_and_its_addresses_are_completed() -> None:
    with bad_server() as server:
        server.pages["/flux.xml"] = ("application/rss+xml", RSS.encode())
        outcomes = list(FeedSource(FeedOptions(location=f"{server.address}/flux.xml", allow_private=True)).records())
        assert values(outcomes[1])["url"] == "https://portail.example/relatif" or values(outcomes[1])["url"].startswith(
            server.address
        )


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Mon, 26 May 2025 14:00:00 +0200", "2025-05-26T12:00:00+00:00"),
        ("Mon, 26 May 2025 14:00:00 GMT", "2025-05-26T14:00:00+00:00"),
        ("Mon, 26 May 2025 14:00:00 EST", "2025-05-26T19:00:00+00:00"),
        ("Mon, 26 May 2025 14:00:00 -0000", "2025-05-26T14:00:00+00:00"),
        ("Mon, 26 May 2025 14:00:00 CEST", "2025-05-26T12:00:00+00:00"),
        ("Mon, 26 May 2025 14:00:00", "2025-05-26T12:00:00+00:00"),
        ("Mon, 26 May 2025", "2025-05-26"),
        ("2026-01-08T09:15:00", "2026-01-08T08:15:00+00:00"),
        ("2026-01-08", "2026-01-08"),
        ("26/05/2025", "2025-05-26"),
        ("Mon, 26 May 99999 14:00:00", "Mon, 26 May 99999 14:00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_portals_and_a_day_is_no_midnight(tmp_path: Path, written: str, published: str) -> None:
    feed = f"<rss version='2.0'><channel><title>T</title><item><title>Un</title><pubDate>{written}</pubDate></item></channel></rss>"
    assert values(read(tmp_path, feed)[0])["published"] == published


def test_a_feed_in_another_encoding_or_with_invalid_bytes_is_read(tmp_path: Path) -> None:
    latin = RSS.replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    assert values(read(tmp_path, latin)[0])["authors"] == ["Pôle Afrique"]
    broken = RSS.encode().replace("Pôle".encode(), b"P\xf4le\x00")
    assert len(read(tmp_path, broken)) == 2


def test_a_feed_of_far_too_many_items_is_bounded_and_nothing_is_lost(tmp_path: Path) -> None:
    item = b"<item><title>Un</title></item>"
    outcomes = read(tmp_path, b"<rss version='2.0'><channel><title>T</title>" + item * 200_000 + b"</channel></rss>", max_items=3)
    assert len(outcomes) == 200_000
    assert [type(one) for one in outcomes[:4]] == [Record, Record, Record, Unreadable]
    assert isinstance(outcomes[-1], Unreadable)
    assert outcomes[-1].code == "limite"


def test_a_feed_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="Mio"):
        read(tmp_path, RSS, max_bytes=100)


@pytest.mark.parametrize("content", ["", "bonjour", "<html><body>Une page</body></html>", "\x00\xff"])
def test_what_is_no_feed_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceUnreadable, match="n’est pas un flux"):
        read(tmp_path, content)


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(XmlRefused):
        read(tmp_path, '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.split("?>", 1)[1])


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, RSS.replace("rss", "r:RSS")])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_feed_that_was_cut_is_not_taken_for_a_whole_one(tmp_path: Path, feed: str, kept: float) -> None:
    with pytest.raises(SourceUnreadable, match=r"tronqué|n’est pas un flux") as refused:
        read(tmp_path, feed[: int(len(feed) * kept)])
    assert refused.value.remedy


def test_a_feed_cut_past_the_entries_that_are_taken_is_refused_too(tmp_path: Path) -> None:
    entries = "<item><title>Un</title></item>" * 9
    with pytest.raises(SourceUnreadable, match="tronqué"):
        read(tmp_path, f"<rss version='2.0'><channel><title>T</title>{entries}<item><title>Deu", max_items=3)


@pytest.mark.parametrize(
    "feed",
    [
        RSS + "\n\n<!-- servi en 3 ms -->\n",
        RSS.replace("L&#8217;eau", "L’eau & la terre").replace("</rss>", "</RSS >"),
        ATOM.replace("Portail", "Portail & ville"),
        RDF.replace("Un marché", "Un marché & une halle"),
        RSS.replace("Sans corps", "Sans & corps").replace("utf-8", "utf-16").encode("utf-16"),
    ],
)
def test_a_whole_feed_written_by_hand_is_read_whatever_its_faults(tmp_path: Path, feed: str | bytes) -> None:
    assert all(isinstance(one, Record) for one in read(tmp_path, feed))


@pytest.mark.parametrize(
    ("odd", "published"), [("9999-12-31T23:59:59-05:00", ""), ("0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00+05:00")]
)
def test_an_impossible_date_costs_its_entry_at_most(tmp_path: Path, odd: str, published: str) -> None:
    entry = f"<entry><title>Demain</title><id>urn:2</id><published>{odd}</published></entry>"
    outcomes = read(tmp_path, ATOM.replace("<entry>", entry + "<entry>"))
    assert values(outcomes[0])["published"] == published
    assert values(outcomes[1])["title"] == "Offre de stage"


def test_an_impossible_enclosure_costs_its_entry_at_most(tmp_path: Path) -> None:
    first, second = read(tmp_path, RSS.replace('url="https://portail.example/eau.mp3"', 'url="http://[x/a.mp3"'))
    assert isinstance(first, Record) or first.code == "entree-invalide"
    assert values(second)["title"] == "Sans corps"


def test_an_absent_file_says_so() -> None:
    with pytest.raises(SourceUnreadable, match="illisible"):
        list(FeedSource(FeedOptions(location="absent.xml")).records())
