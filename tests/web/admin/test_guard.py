from pathlib import Path

import pytest
from starlette.routing import Route

from tests.web.admin.conftest import TOKEN, Visitor, journal_of, visitor_of
from web.admin.settings import AdminSettings
from web.admin.shell import ROUTES, SECTIONS
from web.app import create_app
from web.convertors import NUMBER
from web.settings import WebSettings

BEHIND = AdminSettings(header="X-Remote-User", proxies=("192.0.2.7",))
GUARDED = [route for section in SECTIONS for route in section.routes]
SIGNING = {"admin-sign-in-form", "admin-sign-in", "admin-sign-out"}


def address(route: Route) -> str:
    path = route.path.replace("{generation}", "20260101-000000-000").replace("{job}", "20260101-000000-000")
    return path.replace(NUMBER, "1")


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
def test_nobody_unknown_gets_through_any_route(visitor: Visitor, route: Route) -> None:
    for method in sorted((route.methods or set()) - {"HEAD"}):
        answer = visitor.request(method, address(route), follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/admin/connexion?retour=")
        program = visitor.request(method, address(route), headers={"Accept": "*/*"})
        assert program.status_code == 401
        assert program.headers["www-authenticate"].startswith("Bearer")


def test_every_route_of_the_administration_is_guarded_but_those_of_signing_in(own_portal: Path) -> None:
    app = create_app(WebSettings(own_portal, admin=AdminSettings(token=TOKEN)))
    below = {route.name for route in app.routes if isinstance(route, Route) and route.path.startswith("/admin")}
    assert below == {route.name for route in GUARDED} | SIGNING
    assert len(ROUTES) == len(below)


def test_a_page_is_kept_by_nobody_and_shown_by_no_other_site(administrator: Visitor) -> None:
    for section in SECTIONS:
        answer = administrator.get(f"/admin/{section.path}".rstrip("/"))
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert f'aria-current="page">{section.label}</a>' in answer.text


def test_a_program_brings_the_token_itself(visitor: Visitor) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"}
    assert visitor.get("/admin", headers=bearer).status_code == 200
    assert visitor.get("/admin", headers=bearer | {"Authorization": "Bearer faux"}).status_code == 401
    assert visitor.get("/admin", headers=bearer | {"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert not visitor.cookies


def test_a_trusted_proxy_signs_people_in(own_portal: Path) -> None:
    named = {"X-Remote-User": "camille"}
    with visitor_of(own_portal, BEHIND) as stranger:
        assert stranger.get("/admin", headers=named).status_code == 403
    trusted = Visitor(stranger.app, client=("192.0.2.7", 5))
    page = trusted.get("/admin", headers=named)
    assert page.status_code == 200
    assert "camille" in page.text
    assert trusted.get("/admin").status_code == 403


def test_the_proxy_is_whoever_connects_not_whom_a_header_names(own_portal: Path) -> None:
    """What stands before the application may have put the visitor in the place of the proxy, or the other way round."""

    async def told(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await browser.app({**scope, "peer": ("192.0.2.7", 1), "client": ("198.51.100.3", 1)}, receive, send)

    async def pretended(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await browser.app({**scope, "peer": ("198.51.100.3", 1), "client": ("192.0.2.7", 1)}, receive, send)

    browser = visitor_of(own_portal, BEHIND)
    assert Visitor(told).get("/admin", headers={"X-Remote-User": "camille"}).status_code == 200
    assert Visitor(pretended).get("/admin", headers={"X-Remote-User": "camille"}).status_code == 403


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://ailleurs.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.ailleurs.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_does_nothing(administrator: Visitor, own_portal: Path, headers: dict[str, str]) -> None:
    fields = {"jeton": administrator.form_token()}
    for path in ("/admin/deconnexion", "/admin/connexion"):
        answer = administrator.post(path, data=fields, headers=headers)
        assert answer.status_code == 403
        assert "autre site" in answer.text
    assert administrator.get("/admin").url.path == "/admin"


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_its_session_s_token_does_nothing(administrator: Visitor, token: str) -> None:
    answer = administrator.post("/admin/deconnexion", data={"jeton": token})
    assert answer.status_code == 403
    assert "expiré" in answer.text
    assert administrator.get("/admin").url.path == "/admin"


def test_the_token_of_one_session_is_worth_nothing_in_another(administrator: Visitor, own_portal: Path) -> None:
    other = visitor_of(own_portal)
    other.sign_in()
    assert administrator.post("/admin/deconnexion", data={"jeton": other.form_token()}).status_code == 403


def test_what_a_page_of_the_portal_shows_never_depends_on_the_session(administrator: Visitor) -> None:
    assert "set-cookie" not in administrator.get("/recherche?q=togo").headers


@pytest.mark.parametrize("status", [413, 400])
def test_a_form_that_cannot_be_read_is_refused(administrator: Visitor, status: int) -> None:
    content = b"jeton=" + (b"x" * 1_000_001 if status == 413 else b"%ff")
    answer = administrator.post(
        "/admin/deconnexion", content=content, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status
    assert administrator.post("/admin/deconnexion", json={}).status_code == 400


def test_nothing_that_was_refused_is_in_the_journal_as_done(administrator: Visitor, own_portal: Path) -> None:
    administrator.post("/admin/deconnexion", data={"jeton": ""})
    assert [entry.action for entry in journal_of(own_portal)] == ["Connexion"]
