import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TODAY
from web.app import create_app
from web.etag import PUBLIC
from web.settings import WebSettings
from web.theme import Theme
from web.widgets import component_source, compressed_size

EAU = "https://portail.example/Webinaire-France-Togo"


def test_the_fragment_is_a_list_under_a_heading_with_a_language(client: TestClient) -> None:
    answer = client.get("/widgets/related", params={"url": EAU, "limit": 2})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert re.match(r'<section class="trouvaille" lang="fr" aria-labelledby="(trouvaille-\w+)">\s*<h2 [^>]*id="\1">', answer.text)
    assert answer.text.count("<li>") == 2
    assert '<a href="https://portail.example/Retour-webinaire-France-Togo">Retour sur le webinaire France-Togo</a>' in answer.text
    assert "Compte rendu du même événement · même pays\u00a0: Togo" in answer.text
    assert "3\u00a0juin\u00a02025" in answer.text


def test_the_fragment_takes_a_heading_a_level_and_the_filters(client: TestClient) -> None:
    text = client.get(
        "/widgets/related", params={"url": EAU, "titre": "<À lire> & « voir »", "niveau": 4, "kind": "ressource"}
    ).text
    assert re.search(r"<h4 [^>]*>&lt;À lire&gt; &amp; « voir »</h4>", text)
    assert "Kpalimé" in text
    assert "Retour sur le webinaire" not in text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "L’adresse du contenu manque."),
        ("url=https://portail.example/inconnue", 404, "Aucun contenu n’a l’adresse"),
        ("url=http://[", 400, "illisible"),
        (f"url={EAU}&niveau=1", 400, "Le niveau du titre va de 2 à 6."),
        (f"url={EAU}&niveau=0255", 400, "Le niveau du titre va de 2 à 6."),
        (f"url={EAU}&niveau=03{'9' * 5_000}", 400, "Le niveau du titre va de 2 à 6."),
        (f"url={EAU}&limit=0", 400, "1 à 20"),
        (f"url={EAU}&titre={'x' * 201}", 400, "200"),
        ("url=http://[--><script>alert(1)</script>", 400, "illisible"),
    ],
)
def test_what_goes_wrong_is_never_shown_in_the_page_that_embeds(client: TestClient, query: str, status: int, said: str) -> None:
    answer = client.get(f"/widgets/related?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert said in answer.text
    assert re.fullmatch(r"<!--[^>]*-->", answer.text, re.DOTALL)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_without_an_index_the_fragment_is_a_comment_too(empty_client: TestClient) -> None:
    answer = empty_client.get("/widgets/related", params={"url": EAU})
    assert answer.status_code == 503
    assert re.fullmatch(r"<!--[^>]*-->", answer.text)


def test_an_item_without_related_ones_gives_nothing_at_all(client: TestClient) -> None:
    answer = client.get("/widgets/related", params={"id": "sans-date"})
    assert (answer.status_code, answer.text) == (200, "")


def test_hostile_items_are_escaped(client: TestClient) -> None:
    text = client.get("/widgets/related", params={"id": "dossier/hostile?a=1#<b>", "titre": "<script>"}).text
    assert "<script" not in text
    everything = "".join(client.get("/widgets/related", params={"id": item, "limit": 20}).text for item in ("eau-togo", "festival"))
    assert "<script" not in everything
    assert "javascript:" not in everything


def test_any_site_may_embed_and_caches_may_keep_it(client: TestClient) -> None:
    for path in (f"/widgets/related?url={EAU}", "/widgets/related.js", "/widgets/related.css"):
        first = client.get(path)
        assert first.headers["cache-control"] == PUBLIC
        assert "stale-while-revalidate" in PUBLIC
        assert "stale-if-error" in PUBLIC
        assert first.headers["access-control-allow-origin"] == "*"
        assert first.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in first.headers
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["access-control-allow-origin"] == "*"
    assert "frame-ancestors *" in client.get(f"/widgets/related?url={EAU}").headers["content-security-policy"]


def test_another_look_is_another_answer(client: TestClient, portal: Path, tmp_path: Path) -> None:
    (tmp_path / "related_fragment.html").write_text("<p>Gabarit du portail</p>", "utf-8")
    settings = WebSettings(portal, title="Autre titre", theme=Theme(templates=tmp_path))
    with TestClient(create_app(settings, today=lambda: TODAY)) as other:
        for path in ("/widgets/", f"/widgets/related?url={EAU}"):
            known = {"If-None-Match": client.get(path).headers["etag"]}
            assert client.get(path, headers=known).status_code == 304
            assert other.get(path, headers=known).status_code == 200


def test_a_frame_is_a_whole_page_with_its_own_style(client: TestClient) -> None:
    text = client.get("/widgets/related", params={"url": EAU, "cadre": 1}).text
    assert text.startswith("<!DOCTYPE html>")
    assert '<html lang="fr">' in text
    assert "<title>À lire aussi</title>" in text
    assert '<base target="_top">' in text
    assert client.get("/widgets/related.css").headers["content-type"].startswith("text/css")


def test_the_component_weighs_less_than_4_kilobytes_and_depends_on_nothing() -> None:
    source = component_source()
    assert compressed_size(source) < 4_000
    assert b"import" not in source
    assert b"__STYLE__" not in source
    assert b"cookie" not in source


def test_the_editors_page_shows_the_code_for_each_software(client: TestClient) -> None:
    page = client.get("/widgets/")
    assert page.status_code == 200
    for name in ("HTML", "SPIP", "WordPress", "Drupal"):
        assert f">{name}</h3>" in page.text
    assert "http://testserver/widgets/related.js" in page.text
    assert '<trouvaille-related url="https://portail.example/' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_editors_page_says_when_a_page_is_unknown(client: TestClient) -> None:
    page = client.get("/widgets/", params={"url": "https://portail.example/inconnue"})
    assert page.status_code == 200
    assert "Aucun contenu n’a l’adresse" in page.text
    assert "<trouvaille-related url=" not in page.text.split("Le code à coller")[0]
