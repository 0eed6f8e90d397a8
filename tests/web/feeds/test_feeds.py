"""Every search is a feed, read here by parsers that are not ours."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import feedparser
import msgspec
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOSTILE
from tests.web.test_pages import page
from web.app import create_app
from web.settings import WebSettings

Text = Annotated[str, msgspec.Meta(min_length=1)]
Address = Annotated[str, msgspec.Meta(pattern=r"^https?://")]


class Author(msgspec.Struct, forbid_unknown_fields=True):
    name: Text


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """An item as JSON Feed 1.1 describes it; what is optional there and always there in ours is required here."""

    id: Text
    url: Address
    title: Text
    content_text: str
    date_modified: Annotated[datetime, msgspec.Meta(tz=True)]
    date_published: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    image: Address | None = None
    authors: list[Author] = []
    tags: list[Text] = []


class JsonFeed(msgspec.Struct, forbid_unknown_fields=True):
    version: Annotated[str, msgspec.Meta(pattern=r"^https://jsonfeed\.org/version/1\.1$")]
    title: Text
    home_page_url: Address
    feed_url: Address
    language: Text
    authors: list[Author]
    items: list[Item]


def parsed(client: TestClient, path: str) -> Any:
    """The feed, well formed, as an independent reader understands it."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize(("form", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_a_feed_reader_finds_the_results_newest_first(client: TestClient, form: str, version: str) -> None:
    feed = parsed(client, f"/recherche.{form}?q=togo&country=Togo")
    assert feed.version == version
    assert feed.feed.title == "Centre de ressources – «\u00a0togo\u00a0», Togo"
    assert [entry.title for entry in feed.entries] == [
        "Réunion du groupe-pays Togo",
        "Retour sur le webinaire France-Togo",
        "Webinaire France-Togo : l’eau, un bien commun",
        "Le marché de Kpalimé en images",
    ]
    assert feed.entries[0].link == "https://portail.example/Reunion-groupe-pays-Togo"
    assert feed.entries[0].summary.startswith("12\u00a0mars\u00a02026, de 14\u00a0h à 16\u00a0h, Lyon.")
    assert feed.entries[1].published_parsed[:5] == (2025, 6, 3, 7, 30)
    assert {tag.term for tag in feed.entries[1].tags} == {"Eau et assainissement", "Togo"}
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_what_was_written_elsewhere_stays_text(client: TestClient, form: str) -> None:
    feed = parsed(client, f"/recherche.{form}?q=attaque")
    assert len(feed.entries) == 2
    raw = client.get(f"/recherche.{form}?q=attaque").text
    assert "<script" not in raw
    assert "<img" not in raw
    assert "javascript:" not in raw
    entry = next(entry for entry in feed.entries if "guillemets" in entry.title)
    assert "alert('titre')" in entry.title
    assert "hostile" in entry.summary


def test_a_json_feed_has_the_shape_that_its_version_asks(client: TestClient) -> None:
    answer = client.get("/recherche.json?q=togo")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = msgspec.json.decode(answer.content, type=JsonFeed)
    assert len(feed.items) == 5
    assert feed.items[0].date_published is not None
    hostile = msgspec.json.decode(client.get("/recherche.json?q=attaque").content, type=JsonFeed)
    assert HOSTILE.title in [item.title for item in hostile.items]


@pytest.mark.parametrize("form", ["atom", "rss", "json", "ics", "csv"])
def test_a_search_without_results_is_an_empty_feed(client: TestClient, form: str) -> None:
    answer = client.get(f"/recherche.{form}?q=xyzzy")
    assert answer.status_code == 200
    assert client.get(f"/recherche.{form}?q=xyzzy", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.head(f"/recherche.{form}?q=xyzzy").status_code == 200
    if form in {"atom", "rss"}:
        assert parsed(client, f"/recherche.{form}?q=xyzzy").entries == []


def test_a_bad_parameter_is_named_as_everywhere(client: TestClient) -> None:
    answer = client.get("/recherche.atom?from=hier")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "from"


def test_the_page_of_a_search_leads_to_its_feeds_with_every_filter(client: TestClient) -> None:
    found = page(client, "/recherche?q=togo&country=Togo&sort=date&page=2&size=2")
    alternates = {a["type"]: a["href"] for a in found.all("link") if a["rel"] == "alternate"}
    assert alternates == {
        "application/atom+xml": "/recherche.atom?q=togo&country=Togo",
        "application/rss+xml": "/recherche.rss?q=togo&country=Togo",
        "application/feed+json": "/recherche.json?q=togo&country=Togo",
        "text/calendar": "/recherche.ics?q=togo&country=Togo",
    }
    assert set(alternates.values()) <= set(found.links)
    for href in alternates.values():
        assert client.get(href).status_code == 200


def test_a_search_without_events_offers_no_calendar(client: TestClient) -> None:
    assert "/recherche.ics" not in page(client, "/recherche?q=zinzolin").html


def test_addresses_in_a_feed_are_those_that_visitors_use(portal: Path) -> None:
    public = "https://portail.example/ressources"
    client = TestClient(create_app(WebSettings(portal, public_url=public)))
    feed = msgspec.json.decode(client.get("/recherche.json?q=togo").content, type=JsonFeed)
    assert feed.feed_url == f"{public}/recherche.json?q=togo"
    assert feed.home_page_url == f"{public}/recherche?q=togo"
    assert feed.items[-1].id.startswith(f"{public}/contenu/")


def test_without_a_public_address_that_of_the_request_is_used_and_kept_apart(client: TestClient) -> None:
    answers = [client.get("/recherche.json?q=togo", headers={"Host": host}) for host in ("a.example", "b.example")]
    assert [msgspec.json.decode(answer.content)["feed_url"][:16] for answer in answers] == ["http://a.example", "http://b.example"]
    assert answers[0].headers["etag"] != answers[1].headers["etag"]
