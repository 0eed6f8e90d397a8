import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOSTILE
from web.app import create_app
from web.settings import WebSettings

VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """A parsed page: its tags, its links, its texts; complains when a tag is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), attrs
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", "".join(self.texts))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def active(self) -> set[str]:
        """The tags, without the scripts that are data (JSON-LD) or our own."""
        return {tag for tag, attributes in self.tags if tag != "script" or not is_harmless(attributes)}

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for attributes in self.all("a")]


def is_harmless(script: dict[str, str]) -> bool:
    return script == {"type": "application/ld+json"} or script.get("src", "").startswith("/static/")


def page(client: TestClient, path: str) -> Page:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return Page(response.text)


def link_with(found: Page, **wanted: str) -> list[str]:
    """The links of searches that have exactly these parameters."""
    return [
        link
        for link in found.links
        if link.startswith("/recherche") and {name: values[-1] for name, values in parse_qs(urlsplit(link).query).items()} == wanted
    ]


def hidden_inputs(found: Page, form: int) -> dict[str, str]:
    """What the form keeps of the search."""
    starts = [place for place, (tag, _) in enumerate(found.tags) if tag == "form"] + [len(found.tags)]
    inputs = [attributes for tag, attributes in found.tags[starts[form] : starts[form + 1]] if tag == "input"]
    return {attributes["name"]: attributes["value"] for attributes in inputs if attributes["type"] == "hidden"}


def test_a_visitor_reads_how_many_results_there_are(client: TestClient) -> None:
    assert "5\u00a0résultats pour «\u00a0togo\u00a0»" in page(client, "/recherche?q=togo").text
    assert "1\u00a0résultat pour «\u00a0zinzolin\u00a0»" in page(client, "/recherche?q=zinzolin").text
    assert "Aucun résultat pour «\u00a0xyzzy\u00a0»" in page(client, "/recherche?q=xyzzy").text


@pytest.mark.parametrize("path", ["/", "/recherche", "/recherche?q=togo", "/contenu/eau-togo", "/recherche?q=xyzzy&country=Togo"])
def test_every_page_can_be_read_aloud(client: TestClient, path: str) -> None:
    found = page(client, path)
    assert found.all("html")[0]["lang"] == "fr"
    assert len(found.all("h1")) == len(found.all("main")) == 1
    skip = next(attributes for attributes in found.all("a"))
    assert skip["href"] == "#" + found.all("main")[0]["id"]
    labels = {attributes["for"] for attributes in found.all("label")}
    assert {attributes["id"] for attributes in found.all("input") if attributes["type"] != "hidden"} == labels
    identifiers = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for _, attributes in found.tags:
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in identifiers
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", ["/", "/recherche?q=togo", "/contenu/eau-togo"])
def test_a_page_needs_no_script_no_cookie_and_no_third_party(client: TestClient, path: str) -> None:
    found = page(client, path)
    assert not {"script", "iframe", "img", "object", "style"} & found.active
    assert all(attributes["href"].startswith("/") for attributes in found.all("link"))
    assert not any(name.startswith("on") or name == "style" for _, attributes in found.tags for name in attributes)


def test_a_hit_leads_to_its_page_and_shows_where_it_matched(client: TestClient) -> None:
    found = page(client, "/recherche?q=assainissement")
    assert "https://portail.example/Webinaire-France-Togo" in found.links
    assert "/contenu/eau-togo" in found.links
    assert "<mark>assainissement</mark>" in found.html
    assert "5 mai 2025" in found.text.replace("\u00a0", " ")


def test_facets_add_and_remove_filters_and_keep_the_rest(client: TestClient) -> None:
    found = page(client, "/recherche?q=togo&sort=date")
    assert link_with(found, q="togo", sort="date", country="Togo")
    assert link_with(found, q="togo", sort="date", kind="evenement")
    filtered = page(client, "/recherche?q=togo&sort=date&country=togo&kind=evenement")
    assert "1\u00a0résultat" in filtered.text
    assert len(link_with(filtered, q="togo", sort="date", country="togo")) == 1  # the tab "Tout"
    assert len(link_with(filtered, q="togo", sort="date", kind="evenement")) == 2  # the filter in use and its facet
    assert hidden_inputs(filtered, 0) == {"kind": "evenement", "country": "togo", "sort": "date"}
    assert hidden_inputs(filtered, 1) == {"q": "togo", "kind": "evenement", "country": "togo", "sort": "date"}


def test_a_facet_with_a_choice_counts_what_its_other_values_would_bring(client: TestClient) -> None:
    found = page(client, "/recherche?country=Sénégal")
    assert re.search(r'country=Togo">\s*<span class="name">Togo</span> <span class="count">4<', found.html)
    wider = page(client, "/recherche?country=Sénégal&country=Togo")
    assert "6\u00a0résultats" in wider.text


def test_upcoming_events_are_one_link_away(client: TestClient) -> None:
    found = page(client, "/recherche?q=togo")
    assert link_with(found, q="togo", upcoming="1")
    home = page(client, "/")
    assert "Réunion du groupe-pays Togo" in home.text
    assert "12 mars 2026, de 14 h à 16 h" in home.text.replace("\u00a0", " ")
    assert link_with(home, kind="evenement", upcoming="1")


def test_pages_follow_one_another(client: TestClient) -> None:
    first = page(client, "/recherche?q=togo&size=2")
    assert [attributes["href"] for attributes in first.all("a") if attributes.get("rel") == "next"] == [
        "/recherche?q=togo&page=2&size=2"
    ]
    assert [attributes["href"] for attributes in first.all("a") if attributes.get("aria-current") == "page"] == [
        "/recherche?q=togo&size=2"
    ]
    last = page(client, "/recherche?q=togo&size=2&page=3")
    assert not [attributes for attributes in last.all("a") if attributes.get("rel") == "next"]
    past = page(client, "/recherche?q=togo&size=2&page=90")
    assert "5\u00a0résultats" in past.text
    assert "Revenir à la première page" in past.text


def test_an_item_page_says_what_is_close_and_why(client: TestClient) -> None:
    found = page(client, "/contenu/eau-togo")
    text = found.text.replace("\u00a0", " ")
    assert "Retour sur le webinaire France-Togo" in text
    assert "Même pays : Togo" in text
    assert "Groupe-pays Togo" in text
    assert "https://portail.example/Webinaire-France-Togo" in found.links


@pytest.mark.parametrize(
    "path",
    [
        "/contenu/dossier/hostile%3Fa=1%23%3Cb%3E",
        "/recherche?q=attaque",
        "/recherche?theme=%3Cb%3ETh%C3%A8me%3C%2Fb%3E+%26+cie",
        "/recherche?q=%22%3E%3Cscript%3Ealert(9)%3C%2Fscript%3E",
        "/recherche?q=attaque&category=%3Ci%3Ecat%C3%A9gorie%3C%2Fi%3E&country=%22+onmouseover=%22alert(9)",
        "/",
    ],
)
def test_nothing_that_was_written_elsewhere_becomes_markup(client: TestClient, path: str) -> None:
    found = page(client, path)
    assert not {"script", "img", "i", "b", "u"} & found.active
    assert found.html.count("<script") == found.html.count("</script") == len(found.all("script"))
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    assert not any(link.startswith("javascript:") for link in found.links)


def test_a_strange_id_has_a_page_that_its_link_leads_to(client: TestClient) -> None:
    link = next(link for link in page(client, "/recherche?q=hostile").links if link.startswith("/contenu/"))
    assert HOSTILE.title in page(client, link).text


def test_error_pages_escape_too(client: TestClient) -> None:
    for path in ("/contenu/%3Cscript%3Ex", "/recherche?sort=%3Cscript%3Ex", "/%3Cscript%3E"):
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code in {400, 404}
        assert "script" not in Page(response.text).active


def test_the_longest_queries_make_no_endless_page(client: TestClient) -> None:
    response = client.get("/recherche?q=" + "é" * 10_000)
    assert response.status_code == 200
    assert len(response.content) < 300_000
    assert "seul son début a été lu" in response.text


@pytest.mark.parametrize("prefix", ["/ressources", "/a/b c"])
def test_links_stay_below_the_prefix_of_the_service(portal: Path, prefix: str) -> None:
    client = TestClient(create_app(WebSettings(portal, public_url="https://portail.example/ressources")), root_path=prefix)
    quoted = prefix.replace(" ", "%20")
    for path in ("/", "/recherche?q=togo", "/contenu/eau-togo"):
        found = page(client, path)
        ours = [link for link in found.links if not link.startswith(("https://", "#"))]
        assert ours
        assert all(link.startswith(f"{quoted}/") for link in ours)
        assert found.all("form")[0]["action"] == f"{quoted}/recherche"
        assert found.all("link")[0]["href"].startswith(f"{quoted}/static/style.css?v=")
    canonical = [
        attributes["href"] for attributes in page(client, "/contenu/eau-togo").all("link") if attributes["rel"] == "canonical"
    ]
    assert canonical == ["https://portail.example/ressources/contenu/eau-togo"]


def test_an_icon_is_where_browsers_look_for_one(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_the_style_sheet_is_kept_for_ever_under_its_version(client: TestClient) -> None:
    style = page(client, "/").all("link")[0]["href"]
    response = client.get(style)
    assert response.headers["content-type"].startswith("text/css")
    assert "immutable" in response.headers["cache-control"]
    assert not re.search(r"url\(|@import", response.text)


def test_a_period_that_ends_before_it_begins_is_read_the_other_way_round(client: TestClient) -> None:
    wrong, right = (
        {"q": "togo", "from": since, "to": until} for since, until in (("2025-12-31", "2025-01-01"), ("2025-01-01", "2025-12-31"))
    )
    for path in ("/recherche", "/recherche.atom", "/recherche.csv"):
        swapped, meant = client.get(path, params=wrong), client.get(path, params=right)
        assert (swapped.status_code, swapped.text) == (200, meant.text)
    assert client.get("/api/v1/search", params=wrong).status_code == 400
