"""A real Chromium visits the sample portal, served by the command line on a port of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from indexer.build import build
from indexer.sources import open_sources
from tests.browser.administered import TOKEN, Administered, administered
from tests.browser.chromium import AXE, CHROMIUM, DESKTOP, LAUNCH
from tests.browser.serving import serving

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make browser-tools")

Visit = Callable[..., Any]
Open = Callable[..., Any]

PATIENCE = 90_000
"""Milliseconds that a job of the administration may take on a busy machine."""


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample portal, without a slash at its end."""
    data = tmp_path_factory.mktemp("data")
    build(open_sources("sample:index_data/sample"), data / "portail")
    with serving(data) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not there: apt install chromium-headless-shell")
    if not AXE.exists():
        pytest.skip("the browser tests' packages are not there: make browser-tools")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Visit]:
    """Opens a path of the site as a new visitor. Whatever the test is about, no page may write an error to the console,
    ask another site for anything, or set a cookie; a page that is an error itself is said so by ``status``.
    """
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(path: str, status: int = 200, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", "base_url": site, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _note(troubles, message, status))
        page.on("request", lambda request: request.url.startswith((site, "data:", "blob:")) or troubles.append(request.url))
        response = page.goto(path)
        assert response.status == status
        return page

    yield open_page
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert troubles == []
    assert cookies == []


def _note(troubles: list[str], message: Any, status: int) -> None:
    expected = status != 200 and f"status of {status}" in message.text
    if message.type in {"error", "warning"} and not expected:
        troubles.append(message.text)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Administered]:
    """A portal with an administration, one for each module of tests: they change it."""
    with administered(tmp_path_factory.mktemp("portail")) as made:
        yield made


@pytest.fixture
def signed_in(browser: Any, portal: Administered) -> Iterator[Open]:
    """Opens a browser in which an administrator has signed in. No page may write an error to the console or ask another site."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", "base_url": portal.address, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: said.type in {"error", "warning"} and troubles.append(said.text))
        page.on("request", lambda request: request.url.startswith(portal.address) or troubles.append(request.url))
        page.goto("/admin")
        page.fill("#secret", TOKEN)
        page.click("text=Se connecter")
        page.wait_for_selector("h1:has-text('État du service')")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []
