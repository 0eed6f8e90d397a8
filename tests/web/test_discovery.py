"""What browsers and search engines find."""

from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import DOCUMENTS
from tests.web.test_pages import page
from web import discovery
from web.app import create_app
from web.settings import WebSettings

PUBLIC = "https://portail.example/ressources"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def public(portal: Path) -> TestClient:
    return TestClient(create_app(WebSettings(portal, title="Centre de ressources de la coopération", public_url=PUBLIC)))


def addresses(client: TestClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/xml"
    return [str(location.text) for location in ElementTree.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def test_a_browser_can_search_from_its_address_bar(public: TestClient) -> None:
    link = next(found for found in page(public, "/").all("link") if found["rel"] == "search")
    assert link["type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(public.get(link["href"].removeprefix("/ressources")).content)
    assert len(str(root.findtext(f"{OPENSEARCH}ShortName"))) <= 16
    assert len(str(root.findtext(f"{OPENSEARCH}LongName"))) <= 48
    templates = {
        found.get("rel"): str(found.get("template"))
        for found in root.iter(f"{OPENSEARCH}Url")
        if found.get("type") != "application/atom+xml"
    }
    assert templates == {
        "results": f"{PUBLIC}/recherche?q={{searchTerms}}",
        "suggestions": f"{PUBLIC}/suggestions?q={{searchTerms}}",
        "self": f"{PUBLIC}/opensearch.xml",
    }
    for template in templates.values():
        assert public.get(template.replace("{searchTerms}", "eau").removeprefix(PUBLIC)).status_code == 200


def test_suggestions_repeat_what_was_typed(client: TestClient) -> None:
    answer = client.get("/suggestions?q=coop")
    assert answer.headers["content-type"] == "application/x-suggestions+json"
    typed, found = answer.json()
    assert typed == "coop"
    assert found == [one["text"] for one in client.get("/api/v1/suggest?q=coop").json()["suggestions"]]
    assert client.get("/suggestions").json() == ["", []]


def test_the_sitemap_has_the_page_of_each_item(public: TestClient) -> None:
    found = addresses(public, "/sitemap.xml")
    assert len(found) == len(DOCUMENTS) == len(set(found))
    for address in found:
        assert public.get(address.removeprefix(PUBLIC)).status_code == 200


def test_many_items_have_several_sitemaps(public: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(public, "/sitemap.xml")
    monkeypatch.setattr(discovery, "SITEMAP_SIZE", 4)
    parts = addresses(public, "/sitemap.xml")
    assert parts == [f"{PUBLIC}/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [address for part in parts for address in addresses(public, part.removeprefix(PUBLIC))] == whole
    assert public.get("/sitemap-4.xml").status_code == public.get("/sitemap-0.xml").status_code == 404
    assert public.get(f"/sitemap-{'9' * 5_000}.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(public: TestClient) -> None:
    robots = RobotFileParser()
    robots.parse(public.get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{PUBLIC}/sitemap.xml"]
    assert robots.can_fetch("*", f"{PUBLIC}/contenu/eau-togo")
    assert not robots.can_fetch("*", f"{PUBLIC}/api/v1/search?q=togo")


def test_results_are_not_indexed_and_items_are_under_one_address(public: TestClient) -> None:
    assert {"name": "robots", "content": "noindex, follow"} in page(public, "/recherche?q=togo").all("meta")
    for path, canonical in (("/", f"{PUBLIC}/"), ("/contenu/eau-togo", f"{PUBLIC}/contenu/eau-togo")):
        found = page(public, path)
        assert [link["href"] for link in found.all("link") if link["rel"] == "canonical"] == [canonical]
        assert not [meta for meta in found.all("meta") if meta.get("name") == "robots"]


def test_an_item_that_is_shared_shows_its_title_and_summary(public: TestClient) -> None:
    properties = {meta["property"]: meta["content"] for meta in page(public, "/contenu/eau-togo").all("meta") if "property" in meta}
    assert properties == {
        "og:site_name": "Centre de ressources de la coopération",
        "og:locale": "fr_FR",
        "og:type": "article",
        "og:title": "Webinaire France-Togo : l’eau, un bien commun",
        "og:description": "Deux heures d’échanges sur l’accès à l’eau potable.",
        "og:url": f"{PUBLIC}/contenu/eau-togo",
    }
