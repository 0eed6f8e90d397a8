"""Administrators of a small portal: signed in, or not yet."""

import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.portal import ITEMS
from tests.web.conftest import TODAY, make_generation
from web.admin.administration import FOLDER
from web.admin.audit import Entry, Journal
from web.admin.settings import AdminSettings
from web.app import create_app
from web.settings import WebSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette says so of httpx, in favour of its fork
    from starlette.testclient import TestClient

TOKEN = "jeton-d-essai-0123456789-abcdef"  # noqa: S105
ADMIN = AdminSettings(token=TOKEN)
OWN_PAGE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class Visitor(TestClient):
    """A browser that comes from our own pages; it follows redirects."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, headers=OWN_PAGE, **options)

    def sign_in(self, secret: str = TOKEN, back: str = "") -> Any:
        """Gives the token in the form."""
        return self.post("/admin/connexion", data={"secret": secret, "retour": back})

    def form_token(self, page: str = "/admin") -> str:
        """What the forms of a page carry."""
        found = re.search(r'name="jeton" value="([0-9a-f]+)"', self.get(page).text)
        assert found is not None
        return found[1]

    def act(self, path: str, **fields: str) -> Any:
        """Sends a form of ours."""
        return self.post(path, data={"jeton": self.form_token(), **fields})


def visitor_of(portal: Path, admin: AdminSettings = ADMIN, **settings: Any) -> Visitor:
    """A browser in front of one worker of the portal's service."""
    made = replace(WebSettings(portal, admin=admin, follow_every=0.02), **settings)
    return Visitor(create_app(made, today=lambda: TODAY))


def journal_of(portal: Path) -> list[Entry]:
    """The journal's entries, newest first."""
    return Journal(portal / FOLDER / "journal.jsonl").latest(100)


@pytest.fixture(scope="session")
def made_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published portal, to be copied."""
    folder = tmp_path_factory.mktemp("fait")
    make_generation(folder, ITEMS)
    return folder


@pytest.fixture
def own_portal(tmp_path: Path, made_portal: Path) -> Path:
    """A published portal that a test may change."""
    return Path(shutil.copytree(made_portal, tmp_path / "data" / "portail"))


@pytest.fixture
def visitor(own_portal: Path) -> Iterator[Visitor]:
    """A browser in which nobody has signed in."""
    with visitor_of(own_portal) as browser:
        yield browser


@pytest.fixture
def administrator(visitor: Visitor) -> Visitor:
    """A browser in which an administrator has signed in."""
    assert visitor.sign_in().status_code == 200
    return visitor
