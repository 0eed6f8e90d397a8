from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources import json_feed
from indexer.sources.json_feed import JsonFeedOptions, JsonFeedSource
from search.errors import InvalidDocument, SourceUnreadable
from tests.indexer.fetching.misbehaving import BadServer, bad_server

FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Portail", "language": "fr-FR", "items": [
 {"id": 7, "url": "https://portail.example/eau", "title": "L’eau", "content_html": "<p>Les <b>communes</b>.</p>", "summary": "Bref.",
  "date_published": "2026-01-08T10:15:00+01:00", "authors": [{"name": "Pôle Afrique"}], "tags": ["Eau"],
  "attachments": [{"url": "https://portail.example/a.mp3", "mime_type": "audio/mpeg"}]},
 {"id": "b", "title": "Texte seul", "content_text": "Bonjour."}, 12]}"""


@pytest.fixture
def server() -> Iterator[BadServer]:
    with bad_server() as running:
        yield running


def read(tmp_path: Path, text: str) -> list[Record | Unreadable]:
    (tmp_path / "flux.json").write_text(text, "utf-8")
    return list(JsonFeedSource(JsonFeedOptions(location=str(tmp_path / "flux.json"), name="flux")).records())


def test_items_become_records(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, FEED)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    document = document_of(first.values, "flux")
    assert (document.id, document.title, document.body, document.summary) == ("7", "L’eau", "Les communes.", "Bref.")
    assert (document.themes, document.authors, document.media) == (("Eau",), ("Pôle Afrique",), ("son",))
    assert (document.published, document.language) == ("2026-01-08T10:15:00+01:00", "fr")
    assert document_of(second.values, "flux").body == "Bonjour."
    assert third == Unreadable("flux, élément 3", "json-invalide", "l’élément n’est pas un objet JSON")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"items": {}}', "[" * 100_000, "\x00"])
def test_what_is_no_feed_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        read(tmp_path, text)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "item",
    [
        '{"id": [1], "authors": "x"}',
        '{"authors": [1], "attachments": [3], "author": null}',
        '{"authors": 5, "attachments": true, "author": 7, "language": ["fr"]}',
        '{"title": {"a": 1}, "url": 5, "tags": 3, "date_published": [], "content_html": 9, "content_text": {}, "image": false}',
        '{"attachments": [{"url": "http://[x/a.mp3"}]}',
        "{}",
    ],
)
def test_an_odd_item_costs_itself_at_most(tmp_path: Path, item: str) -> None:
    odd, whole = read(tmp_path, f'{{"language": 5, "items": [{item}, {{"id": "b", "title": "Entier"}}]}}')
    if isinstance(odd, Record):
        with pytest.raises(InvalidDocument):
            document_of(odd.values, "flux")
    assert isinstance(whole, Record)
    assert document_of(whole.values, "flux").title == "Entier"


def page(number: int, next_url: Any = None) -> tuple[str, bytes]:
    feed = {"items": [{"id": str(number), "title": f"Page {number}"}]} | ({"next_url": next_url} if next_url else {})
    return "application/feed+json", msgspec.json.encode(feed)


def followed(server: BadServer) -> list[str]:
    source = JsonFeedSource(JsonFeedOptions(location=f"{server.address}/flux.json", name="flux", allow_private=True))
    return [one.values["title"] if isinstance(one, Record) else one.code for one in source.records()]


def test_a_feed_is_followed_to_its_last_page(server: BadServer) -> None:
    server.pages |= {"/flux.json": page(1, f"{server.address}/flux.json?page=2")}
    server.pages |= {"/flux.json?page=2": page(2, "?page=3"), "/flux.json?page=3": page(3)}
    assert followed(server) == ["Page 1", "Page 2", "Page 3"]


@pytest.mark.parametrize(
    "next_url", ["/flux.json", "/deux.json", "http://ailleurs.example/flux.json", "file:///etc/passwd", "http://[", 5]
)
def test_pages_that_go_round_in_circles_or_elsewhere_are_not_followed_and_that_is_said(server: BadServer, next_url: Any) -> None:
    server.pages |= {"/flux.json": page(1, "/deux.json"), "/deux.json": page(2, next_url)}
    assert followed(server) == ["Page 1", "Page 2", "suite-absente"]


def test_pages_without_end_are_bounded(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_feed, "_MAX_PAGES", 3)
    server.pages |= {
        f"/flux.json{f'?page={number}' if number > 1 else ''}": page(number, f"?page={number + 1}") for number in range(1, 9)
    }
    assert followed(server) == ["Page 1", "Page 2", "Page 3", "suite-absente"]


def test_a_next_page_that_fails_ends_the_source(server: BadServer) -> None:
    server.pages["/flux.json"] = page(1, "/absente.json")
    with pytest.raises(SourceUnreadable, match="404"):
        followed(server)


def test_a_saved_page_says_that_the_rest_is_missing(tmp_path: Path) -> None:
    outcomes = read(tmp_path, page(1, "https://portail.example/flux.json?page=2")[1].decode())
    assert [one.code if isinstance(one, Unreadable) else "lu" for one in outcomes] == ["lu", "suite-absente"]
    assert [one.hides_others for one in outcomes if isinstance(one, Unreadable)] == [True]


def test_the_identifier_zero_is_one(tmp_path: Path) -> None:
    [first] = read(tmp_path, '{"items": [{"id": 0, "title": "La première"}]}')
    assert isinstance(first, Record)
    assert document_of(first.values, "flux").id == "0"
