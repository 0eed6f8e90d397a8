import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.web.admin.conftest import ADMIN, TOKEN, visitor_of
from web.admin.access import AdminInvalid, access_of
from web.admin.settings import AdminSettings

BEHIND = AdminSettings(header="X-Remote-User", proxies=("127.0.0.1", "10.1.0.0/16", "2001:db8::/32"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (AdminSettings("trop-court"), "au moins 24"),
        (AdminSettings("a" * 40), "répète"),
        (AdminSettings("un jeton avec des blancs dedans"), "blanc"),
        (AdminSettings("jeton-accentué-de-plus-de-24-signes"), "accent"),
        (AdminSettings(header="X-Remote-User"), "n’importe qui"),
        (AdminSettings(header="X Remote", proxies=("127.0.0.1",)), "en-tête"),
        (AdminSettings(header="X-Remote-User", proxies=("proxy.example",)), "ni une adresse"),
    ],
)
def test_settings_that_would_let_anybody_in_are_refused_with_the_remedy(
    settings: AdminSettings, message: str, tmp_path: Path
) -> None:
    with pytest.raises(AdminInvalid, match=message) as refused:
        access_of(settings, tmp_path)
    assert refused.value.remedy


def test_a_folder_that_cannot_be_written_is_said_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(AdminInvalid, match="ne peut pas écrire"):
        access_of(ADMIN, tmp_path / "fichier" / ".admin")


def test_only_the_whole_token_is_known(tmp_path: Path) -> None:
    access = access_of(ADMIN, tmp_path)
    assert access.knows(TOKEN)
    for wrong in ("", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é" * 30, "\udcff"):
        assert not access.knows(wrong)


def test_without_a_token_no_token_is_known(tmp_path: Path) -> None:
    assert not access_of(BEHIND, tmp_path).knows("")


def test_workers_share_a_secret_that_nobody_else_can_read(tmp_path: Path) -> None:
    folder = tmp_path / ".admin"
    assert access_of(ADMIN, folder).key == access_of(ADMIN, folder).key
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_another_token_signs_otherwise(tmp_path: Path) -> None:
    one, other = access_of(ADMIN, tmp_path), access_of(replace(ADMIN, token=TOKEN[::-1]), tmp_path)
    assert one.signature("session", "1") != other.signature("session", "1")


@pytest.mark.parametrize(
    ("peer", "header", "name"),
    [
        ("127.0.0.1", "camille", "camille"),
        ("10.1.255.3", "camille@portail.example", "camille@portail.example"),
        ("2001:db8::7", "Élodie", "Élodie"),
        ("10.2.0.1", "camille", ""),
        ("", "camille", ""),
        ("testclient", "camille", ""),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "x" * 101, ""),
        ("127.0.0.1", "a\x00b", ""),
    ],
)
def test_only_a_trusted_proxy_names_people(peer: str, header: str, name: str, tmp_path: Path) -> None:
    assert access_of(BEHIND, tmp_path).named(peer, header) == name


def test_without_token_nor_header_there_is_no_administration(own_portal: Path) -> None:
    with visitor_of(own_portal, AdminSettings()) as browser:
        assert browser.get("/admin").status_code == 404
        assert browser.post("/admin/connexion", data={"secret": ""}).status_code == 404
    assert not (own_portal / ".admin").exists()
