"""A portal that carries the service makes it look like itself, and hears at once when a setting cannot be used."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from search.document import Document
from tests.portal import ITEMS
from tests.web.conftest import TODAY, make_generation
from tests.web.test_pages import Page, page
from web.app import create_app
from web.settings import WebSettings
from web.theme import Theme, ThemeInvalid

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def portal_with(portal: Path, theme: Theme) -> TestClient:
    return TestClient(create_app(WebSettings(portal, title="Le portail", theme=theme), today=lambda: TODAY))


def sheet(client: TestClient) -> str:
    return client.get(page(client, "/").all("link")[0]["href"]).text


def test_the_accent_comes_in_shades_that_can_be_read(portal: Path) -> None:
    assert "--accent: #8a1f3d; --link: #8a1f3d; --on-accent: #ffffff;" in sheet(portal_with(portal, Theme(accent="#8A1F3D")))
    assert "#ffff00" not in sheet(portal_with(portal, Theme(accent="#ff0"))).split("prefers-color-scheme")[-2]


def test_a_style_sheet_of_the_portal_has_the_last_word(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "portail.css").write_text(".portal { letter-spacing: .1em; } /* été */", "utf-8")
    text = sheet(portal_with(portal, Theme(accent="#123456", style=tmp_path / "portail.css")))
    assert text.endswith("/* été */")


def test_header_and_footer_are_the_administrators_html_and_the_title_is_text(portal: Path) -> None:
    theme = Theme(header='<nav aria-label="Portail"><a href="/">Retour</a></nav>', footer="<p>Mentions légales</p>")
    settings = WebSettings(portal, title="Eau & <assainissement>", theme=theme)
    html = TestClient(create_app(settings)).get("/recherche?q=togo").text
    assert theme.header in html
    assert theme.footer in html
    assert "Eau &amp; &lt;assainissement&gt;" in html
    Page(html)


def test_the_logo_is_ours_to_serve(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    client = portal_with(portal, Theme(logo=tmp_path / "logo.svg"))
    image = page(client, "/").all("img")[0]
    assert image["alt"] == ""
    answer = client.get(image["src"])
    assert (answer.content, answer.headers["content-type"]) == (LOGO, "image/svg+xml")
    assert portal_with(portal, Theme()).get("/static/logo").status_code == 404


def test_facets_are_shown_in_the_order_and_with_the_labels_of_the_portal(portal: Path) -> None:
    client = portal_with(portal, Theme(facets=("country: Pays partenaire", "theme")))
    html = client.get("/recherche?q=coopération&country=Togo&country=Bénin").text
    assert html.index('id="facette-country">Pays partenaire<') < html.index('id="facette-theme">Thème<')
    assert "facette-year" not in html
    assert "Pays partenaire\u00a0: Togo" in html
    assert 'class="tabs"' not in html


def test_images_are_shown_from_the_origins_that_the_policy_names(tmp_path: Path) -> None:
    photo = Document(id="photo", title="Photo du marché", kind="ressource", image="https://images.example/a.jpg?x=1&y=2")
    make_generation(tmp_path, (*ITEMS, photo))
    shown = portal_with(tmp_path, Theme(images=("https://images.example/",))).get("/recherche?q=marché")
    assert 'src="https://images.example/a.jpg?x=1&amp;y=2"' in shown.text
    assert "img-src 'self' https://images.example;" in shown.headers["content-security-policy"]
    hidden = portal_with(tmp_path, Theme()).get("/recherche?q=marché")
    assert "<img" not in hidden.text
    assert "img-src 'self';" in hidden.headers["content-security-policy"]


def test_templates_of_the_portal_stand_before_ours_and_may_extend_them(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text(
        '{% extends "trouvaille/base.html" %}{% block portal_head %}<meta name="author" content="Le portail">{% endblock %}'
    )
    (tmp_path / "_understanding.html").write_text("")
    html = portal_with(portal, Theme(templates=tmp_path)).get("/recherche?q=togo").text
    assert "Comment cette recherche" not in html
    assert "5\u00a0résultats" in html
    assert '<meta name="author" content="Le portail">' in portal_with(portal, Theme(templates=tmp_path)).get("/").text


def test_another_look_is_another_page_for_caches(portal: Path, tmp_path: Path) -> None:
    (tmp_path / "portail.css").write_text("a { color: red; }")
    themes = [Theme(), Theme(footer="<p>Pied</p>"), Theme(style=tmp_path / "portail.css"), Theme(facets=("year",))]
    assert len({portal_with(portal, theme).get("/").headers["etag"] for theme in themes}) == len(themes)


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        (Theme(accent="bleu"), "accent : Couleur illisible : « bleu »"),
        (Theme(facets=("pays",)), "facets : « pays »"),
        (Theme(images=("www.portail.fr",)), "images : « www.portail.fr »"),
        (Theme(images=("https://a.example; script-src *",)), "images"),
        (Theme(logo=Path("absent.svg")), "logo : absent.svg est illisible"),
        (Theme(logo=Path("logo.exe")), "logo : le format"),
        (Theme(style=Path("absent.css")), "style : absent.css est illisible"),
        (Theme(templates=Path("absents")), "templates : le dossier absents"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_a_remedy(tmp_path: Path, theme: Theme, said: str) -> None:
    with pytest.raises(ThemeInvalid) as refused:
        create_app(WebSettings(tmp_path, theme=theme))
    assert refused.value.message.startswith(said)
    assert refused.value.remedy
