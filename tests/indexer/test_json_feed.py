from pathlib import Path
from typing import Any

import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.json_feed import JsonFeedOptions, JsonFeedSource
from search.errors import SourceUnreadable

FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Portail", "language": "fr-FR", "items": [
 {"id": 7, "url": "https://portail.example/eau", "title": "L’eau", "content_html": "<p>Les <b>communes</b>.</p>", "summary": "Bref.",
  "date_published": "2026-01-08T10:15:00+01:00", "authors": [{"name": "Pôle Afrique"}], "tags": ["Eau"],
  "attachments": [{"url": "https://portail.example/a.mp3", "mime_type": "audio/mpeg"}]},
 {"id": "b", "title": "Texte seul", "content_text": "Bonjour."}, 12]}"""


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


@pytest.mark.parametrize("item", ['{"id": [1], "authors": "x"}', '{"authors": [1], "attachments": [3], "author": null}', "{}"])
def test_odd_items_come_out_all_the_same(tmp_path: Path, item: str) -> None:
    outcomes: list[Any] = read(tmp_path, f'{{"items": [{item}]}}')
    assert len(outcomes) == 1
