import pytest

from search.analysis import ANALYSER
from search.document import Document
from search.results import Hit
from search.snippets import read
from search.wanted import WantedWords


def hit(query: str, **fields: object) -> Hit:
    pages = ("Page de garde. " * 30, "", "Le jumelage avec Ouidah. " * 20, "Les bornes-fontaines.")
    values = {
        "body": "\f".join(pages),
        "anchors": tuple(f"page={number}" for number in (1, 2, 3, 4)),
        "url": "https://p.example/a.pdf",
    }
    document = Document(id="a", title="Guide", **(values | fields))  # type: ignore[arg-type]
    return Hit(document, 1.0, read([document], WantedWords.of(query, ANALYSER))[0].highlights)


@pytest.mark.parametrize(
    ("query", "fragment"), [("garde", "#page=1"), ("jumelage", "#page=3"), ("fontaines", "#page=4"), ("guide", ""), ("absent", "")]
)
def test_a_hit_leads_to_the_page_that_its_passage_stands_in(query: str, fragment: str) -> None:
    assert hit(query).address == f"https://p.example/a.pdf{fragment}"


def test_a_part_without_an_anchor_leads_to_the_document() -> None:
    assert hit("garde", anchors=("", "t=31")).address == "https://p.example/a.pdf"
    assert hit("fontaines", anchors=("page=1",)).address == "https://p.example/a.pdf"


def test_an_item_without_address_has_none() -> None:
    assert hit("garde", url="").address == ""


def test_an_ordinary_item_keeps_its_address() -> None:
    assert hit("garde", anchors=()).address == "https://p.example/a.pdf"
