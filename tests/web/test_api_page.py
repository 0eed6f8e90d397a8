"""The API for people says what the OpenAPI document says, and its examples are real."""

import json
import re
from html import unescape
from html.parser import HTMLParser

from starlette.testclient import TestClient

from tests.web.test_openapi import DOCUMENT
from tests.web.test_pages import page
from web.api_page import MOST_LINES
from web.french import typography


class Examples(HTMLParser):
    """The texts of all ``pre`` elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "pre":
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def test_no_blank_before_high_punctuation_can_break(client: TestClient) -> None:
    for path in ("/api", "/widgets/"):
        prose = re.sub(r"(?s)<(pre|code|script|style|svg)\b.*?</\1>|<[^>]*>", "|", client.get(path).text)
        assert re.findall(r".{0,30} [;:?!»](?:\s|$).{0,10}", prose) == []


def test_every_operation_and_every_parameter_is_on_the_page(client: TestClient) -> None:
    html = page(client, "/api").html
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            section = html.split(f'id="{operation["operationId"]}"')[1].split("</section>")[0]
            assert f"<strong>{method.upper()}</strong> {path}" in section
            for parameter in operation["parameters"]:
                assert f"<code>{parameter['name']}</code>" in section
                assert typography(parameter["description"]) in unescape(section)


def test_examples_are_what_the_api_answers(client: TestClient) -> None:
    found = page(client, "/api")
    links = [link for link in found.links if link.startswith("/api/v1/")]
    examples = Examples(found.html).found
    assert len(links) == len(examples) >= 4
    for link, example in zip(links, examples, strict=True):
        lines = json.dumps(client.get(link).json(), indent=2, ensure_ascii=False).split("\n")
        shown = example.split("\n")
        assert shown[:MOST_LINES] == lines[:MOST_LINES]
        assert len(shown) == len(lines) or shown[-1] == "…"


def test_an_empty_portal_has_a_page_too(empty_client: TestClient) -> None:
    answer = empty_client.get("/api", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "Réessayez" in answer.text
