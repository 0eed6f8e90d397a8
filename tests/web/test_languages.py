"""Items in another language on French pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search.document import Document
from tests.web.conftest import TODAY, make_generation
from web.app import create_app
from web.languages import lang, typeset
from web.settings import WebSettings

TEXT = "Water supply and sanitation of the town of Tsevie: pumps, wells and standpipes for the villages"
ENGLISH = Document(
    id="wells", url="https://portail.example/wells", title="What's a well ?", summary="It's dug !", body=TEXT, language="en-GB"
)
OTHERS = tuple(
    Document(id=f"puits-{place}", title=f"L'eau de {place} ?", body=f"{TEXT} {place}", language="fr")
    for place in ("Kara", "Atakpamé", "Lomé")
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    portal: Path = tmp_path_factory.mktemp("langues")
    make_generation(portal, (ENGLISH, *OTHERS))
    with TestClient(create_app(WebSettings(portal), today=lambda: TODAY)) as made:
        yield made


def test_the_page_of_an_item_names_the_language_of_its_texts_and_sets_them_as_they_are(client: TestClient) -> None:
    page = client.get("/contenu/wells").text
    assert '<html lang="fr">' in page
    assert '<h1 lang="en-GB">What&#39;s a well ?</h1>' in page
    assert '<p class="lead" lang="en-GB">It&#39;s dug !</p>' in page
    assert '<div class="prose" lang="en-GB">' in page
    assert "<h1>L’eau de Kara\u202f?</h1>" in client.get("/contenu/puits-Kara").text


def test_lists_name_it_too(client: TestClient) -> None:
    found = client.get("/recherche?q=well").text
    assert 'href="https://portail.example/wells" lang="en-GB">What' in found
    assert '<p class="passage" lang="en-GB">' in found
    assert 'href="/contenu/wells" lang="en-GB">What&#39;s a well ?</a>' in client.get("/contenu/puits-Kara").text
    fragment = client.get("/widgets/related?id=puits-Kara").text
    assert '<a href="https://portail.example/wells" lang="en-GB">What&#39;s a well ?</a>' in fragment
    assert fragment.count(" lang=") == 2  # that of the list, which is French, and that of the item


@pytest.mark.parametrize("language", ["fr", "fr-CA", "FR", "fra", "", "anglais", 'en" onclick="alert(1)', "x"])
def test_french_and_what_is_no_language_tag_get_no_attribute(language: str) -> None:
    assert lang(Document(id="a", title="A", language=language)) == ""


def test_only_what_says_that_it_is_french_gets_french_typography() -> None:
    assert typeset("l'eau ?", Document(id="a", title="A")) == "l’eau\u202f?"
    for language in ("en", "frr", ""):
        assert typeset("l'eau ?", Document(id="a", title="A", language=language)) == "l'eau ?"
