import re
from html import unescape
from pathlib import Path

import pytest

from tests.web.admin.conftest import TOKEN, Visitor, journal_of, visitor_of
from web.admin import session
from web.admin.access import access_of
from web.admin.attempts import MOST
from web.admin.settings import AdminSettings


def test_somebody_unknown_is_asked_for_the_token_and_then_sees_the_page_that_was_wanted(visitor: Visitor) -> None:
    form = visitor.get("/admin/journal")
    assert form.url.path == "/admin/connexion"
    assert 'name="retour" value="/admin/journal"' in form.text
    asked = visitor.get("/admin/requetes/examen", params={"q": "eau & forêt"})
    back = re.search(r'name="retour" value="([^"]*)"', asked.text)
    assert back is not None
    assert visitor.sign_in(back=unescape(back[1])).url.params["q"] == "eau & forêt"
    page = visitor.sign_in(back="/admin/journal")
    assert page.url.path == "/admin/journal"
    assert "<h1>Journal</h1>" in page.text


def test_the_session_is_one_cookie_that_only_the_administration_gets(visitor: Visitor) -> None:
    answer = visitor.post("/admin/connexion", data={"secret": TOKEN}, follow_redirects=False)
    parts = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "Path=/admin", "SameSite=strict", f"Max-Age={session.LIFETIME}"} <= set(parts)
    assert "Secure" not in parts
    assert TOKEN not in answer.headers["set-cookie"]


@pytest.mark.parametrize("options", [{"base_url": "https://testserver"}, {"public_url": "https://www.portail.example/chercher"}])
def test_behind_https_the_cookie_is_sent_over_nothing_else(own_portal: Path, options: dict[str, str]) -> None:
    browser = visitor_of(own_portal, public_url=options.get("public_url", ""))
    browser.base_url = options.get("base_url", "http://testserver")
    answer = browser.post("/admin/connexion", data={"secret": TOKEN}, follow_redirects=False)
    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"]


def test_below_a_prefix_the_cookie_and_the_links_stay_below_it(own_portal: Path) -> None:
    with visitor_of(own_portal, public_url="http://testserver/ressources") as browser:
        answer = browser.post("/ressources/admin/connexion", data={"secret": TOKEN}, follow_redirects=False)
        assert "Path=/ressources/admin" in answer.headers["set-cookie"]
        assert answer.headers["location"] == "/ressources/admin"
        assert 'href="/ressources/admin/journal"' in browser.get("/ressources/admin").text


def test_a_wrong_token_is_told_noted_and_opens_nothing(visitor: Visitor, own_portal: Path) -> None:
    answer = visitor.sign_in("un-autre-jeton-d-essai-0123456789")
    assert answer.status_code == 403
    assert "Ce n’est pas le jeton" in answer.text
    assert "set-cookie" not in answer.headers
    assert visitor.get("/admin").url.path == "/admin/connexion"
    assert [(entry.who, entry.outcome) for entry in journal_of(own_portal)] == [("inconnu", "refus")]


def test_after_too_many_wrong_tokens_even_the_right_one_waits_whichever_worker_is_asked(own_portal: Path) -> None:
    workers = [visitor_of(own_portal) for _ in range(2)]
    for number in range(MOST):
        assert workers[number % 2].sign_in("faux" * 8).status_code == 403
    for worker in workers:
        answer = worker.sign_in()
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 900
        assert "Réessayez dans" in answer.text
        assert worker.get("/admin", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 429
    assert len(journal_of(own_portal)) == MOST


@pytest.mark.parametrize(
    "back", ["https://ailleurs.example/", "//ailleurs.example", "/recherche", "/admin/\\ailleurs", "/admin/a\nb"]
)
def test_signing_in_leads_nowhere_but_to_the_administration(visitor: Visitor, back: str) -> None:
    answer = visitor.post("/admin/connexion", data={"secret": TOKEN, "retour": back}, follow_redirects=False)
    assert answer.headers["location"] == "/admin"


def test_signing_out_ends_the_session(administrator: Visitor, own_portal: Path) -> None:
    assert administrator.act("/admin/deconnexion").url.path == "/admin/connexion"
    assert administrator.get("/admin").url.path == "/admin/connexion"
    assert [entry.action for entry in journal_of(own_portal)] == ["Déconnexion", "Connexion"]


def test_a_session_ends_after_its_time_and_with_another_token(tmp_path: Path) -> None:
    access = access_of(AdminSettings(token=TOKEN), tmp_path)
    cookie = session.new_session(access, lambda: 1000.0)
    assert session.session_number(access, cookie, lambda: 1000.0 + session.LIFETIME - 1)
    assert not session.session_number(access, cookie, lambda: 1000.0 + session.LIFETIME)
    other = access_of(AdminSettings(token=TOKEN[::-1]), tmp_path)
    assert not session.session_number(other, cookie, lambda: 1000.0)


@pytest.mark.parametrize(
    "change", [lambda c: "9" + c, lambda c: c[:-1], lambda c: c[:0], lambda c: c[:0] + "..", lambda c: c.replace(".", "")]
)
def test_a_cookie_that_was_changed_is_worth_nothing(tmp_path: Path, change: object) -> None:
    access = access_of(AdminSettings(token=TOKEN), tmp_path)
    cookie = change(session.new_session(access))  # type: ignore[operator]
    assert session.session_number(access, cookie) == ""


def test_where_the_proxy_signs_people_in_there_is_no_form(own_portal: Path) -> None:
    with visitor_of(own_portal, AdminSettings(header="X-Remote-User", proxies=("192.0.2.0/24",))) as browser:
        assert browser.get("/admin/connexion").status_code == 404
        assert browser.sign_in("").status_code == 404
