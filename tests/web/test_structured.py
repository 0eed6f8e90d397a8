"""What pages say to machines, parsed as they do."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from search.document import Document
from tests.web.conftest import HOSTILE
from web.french import shortened
from web.structured import DESCRIPTION_LENGTH, as_json_ld, described, item


def json_ld(client: TestClient, path: str) -> Any:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    value = json.loads(text)
    assert value.pop("@context") == "https://schema.org"
    return value


def test_an_event_says_when_and_where(client: TestClient) -> None:
    event = json_ld(client, "/contenu/reunion-togo")
    assert event["@type"] == "Event"
    assert (event["startDate"], event["endDate"]) == ("2026-03-12T14:00:00+01:00", "2026-03-12T16:00:00+01:00")
    assert event["location"] == {"@type": "Place", "name": "Lyon", "address": "Lyon"}
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


def test_an_event_online_has_no_address() -> None:
    event = item(
        Document(id="1", title="Webinaire", kind="evenement", starts="2026-01-01", place="En ligne", url="https://a.example/"), "/"
    )
    assert event["location"] == {"@type": "VirtualLocation", "url": "https://a.example/"}


def test_an_article_says_who_wrote_it_and_when(client: TestClient) -> None:
    article = json_ld(client, "/contenu/eau-togo")
    assert (article["@type"], article["headline"], article["datePublished"]) == (
        "Article",
        "Webinaire France-Togo : l’eau, un bien commun",
        "2025-05-05",
    )
    assert article["author"] == [{"@type": "Organization", "name": "Groupe-pays Togo"}]
    assert json_ld(client, "/contenu/guide-aict")["@type"] == "CreativeWork"


def test_results_are_a_list_that_goes_on_from_page_to_page(client: TestClient) -> None:
    found = json_ld(client, "/recherche?q=togo&size=2&page=2")
    assert found["@type"] == "ItemList"
    assert [element["position"] for element in found["itemListElement"]] == [3, 4]
    assert all(element["url"].startswith("https://") for element in found["itemListElement"])


def test_the_site_says_how_it_is_searched(client: TestClient) -> None:
    assert json_ld(client, "/")["potentialAction"]["target"]["urlTemplate"] == "/recherche?q={search_term_string}"


def test_a_hostile_item_stays_data(client: TestClient) -> None:
    path = next(link for link in re.findall(r'href="(/contenu/[^"]+)"', client.get("/recherche?q=hostile").text))
    assert json_ld(client, path)["headline"] == HOSTILE.title
    assert json_ld(client, "/contenu/lien-script")["url"] == "/contenu/lien-script"


@pytest.mark.parametrize("path", ["/recherche?q=xyzzy", "/recherche?q=togo&page=90", "/api", "/contenu/inconnu"])
def test_where_there_is_nothing_to_say_nothing_is_said(client: TestClient, path: str) -> None:
    assert "ld+json" not in client.get(path).text


@given(st.text(max_size=80))
def test_no_text_ends_the_element_that_holds_it(text: str) -> None:
    written = as_json_ld({"name": text})
    assert not set("<>&") & set(written)
    assert json.loads(written)["name"] == text


@given(st.lists(st.sampled_from(["a", "é", "mot", "assainissement", " ", "\n", "\u00a0", "."]), max_size=700).map("".join))
def test_a_description_is_the_beginning_of_the_text_with_single_blanks(text: str) -> None:
    whole = shortened(" ".join(text.split()), DESCRIPTION_LENGTH)
    assert described(Document(id="a", kind="article", title="A", body=text)) == whole
