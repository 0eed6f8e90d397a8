"""Pages of another origin embed related items in a real browser; whatever our service does, they stay whole and nothing moves."""

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.elsewhere import gate, portal
from web.recipes import element

EVENT = "https://www.cooperation.example/Webinaire-France-Togo-l-eau-un-bien-commun-a-gerer-ensemble"
BELOW = "document.querySelector('#dessous').getBoundingClientRect().top"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH_SHIFTS = "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; })).observe({ type: 'layout-shift', buffered: true });"


def page_with(inside: str) -> str:
    return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Un webinaire sur l’eau</title>
    <meta name="viewport" content="width=device-width"><link rel="canonical" href="{EVENT}"></head>
    <body><main><h1>Un webinaire sur l’eau</h1><p>Le texte de la page.</p>{inside}<p id="dessous">Ce qui suit.</p></main></body></html>"""


def component(service: str, attributes: str = "", limit: int = 5) -> str:
    return f'<script src="{service}/widgets/related.js" defer></script>{element(limit, attributes)}'


@contextmanager
def opened(browser: Any, inside: str, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page of another origin that has this inside, and what it writes to the console."""
    with portal(page_with(inside)) as address:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "fr-FR", **options})
        page, written = context.new_page(), []
        page.on("console", lambda message: written.append(f"{message.type}: {message.text}"))
        page.add_init_script(WATCH_SHIFTS)
        page.goto(address, wait_until="commit")
        page.wait_for_function("document.querySelector('#dessous')")
        yield page, written
        assert context.cookies() == []
        context.close()


def links(page: Any) -> list[str]:
    return page.locator("trouvaille-related a").evaluate_all("all => all.map((one) => one.href)")  # type: ignore[no-any-return]


def violations(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES)
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_the_component_shows_what_is_related_to_the_canonical_address(browser: Any, site: str, viewport: dict[str, int]) -> None:
    with opened(browser, component(site), viewport=viewport) as (page, written):
        page.wait_for_selector("trouvaille-related li")
        assert len(links(page)) == 5
        assert all(link.startswith("https://www.cooperation.example/") for link in links(page))
        assert EVENT not in links(page)
        assert "Compte rendu du même événement" in page.inner_text("trouvaille-related section")
        assert page.evaluate("window.moved") == 0
        assert written == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say_of_the_component(browser: Any, site: str, scheme: str) -> None:
    with opened(browser, component(site), color_scheme=scheme) as (page, _):
        page.wait_for_selector("trouvaille-related li")
        assert violations(page) == []


def test_attributes_choose_the_page_the_number_and_the_heading(browser: Any, site: str) -> None:
    address = "https://www.cooperation.example/Replay-du-webinaire-France-Togo-l-eau-un-bien-commun-a-gerer-ensemble"
    with opened(browser, component(site, f' url="{address}" titre="Voir aussi" niveau="3"', limit=2)) as (page, _):
        page.wait_for_selector("trouvaille-related h3")
        assert page.inner_text("trouvaille-related h3") == "Voir aussi"
        assert len(links(page)) == 2
        page.evaluate("document.querySelector('trouvaille-related').setAttribute('limit', '4')")
        page.wait_for_function("document.querySelector('trouvaille-related').shadowRoot.querySelectorAll('li').length === 4")


def test_custom_properties_and_the_font_of_the_page_dress_the_component(browser: Any, site: str) -> None:
    style = "<style>main { font-family: serif; --trouvaille-lien: rgb(1, 2, 3); }</style>"
    with opened(browser, style + component(site)) as (page, _):
        page.wait_for_selector("trouvaille-related li")
        seen = page.evaluate(
            "(() => { const s = getComputedStyle(document.querySelector('trouvaille-related').shadowRoot.querySelector('a')); return [s.color, s.fontFamily]; })()"
        )
        assert seen == ["rgb(1, 2, 3)", "serif"]


DARK = "<style>body { background: #14161a; color: #eee; }</style>"
COLOURS = "(one) => { const { color, backgroundColor } = getComputedStyle(one); return [color, backgroundColor]; }"


def test_links_are_read_on_a_dark_page_that_does_not_say_that_it_is_dark(browser: Any, site: str) -> None:
    with opened(browser, DARK + component(site)) as (page, _):
        page.wait_for_selector("trouvaille-related li")
        assert violations(page) == []
        assert page.locator("trouvaille-related a").first.evaluate(COLOURS)[0] == "rgb(238, 238, 238)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_has_a_ground_of_its_own_whatever_the_page_is(browser: Any, site: str, scheme: str) -> None:
    frame = f'<iframe src="{site}/widgets/related?cadre=1&amp;url={EVENT}" title="À lire aussi" width="600" height="610"></iframe>'
    with opened(browser, DARK + frame, color_scheme=scheme) as (page, _):
        body = page.frame_locator("iframe").locator("body")
        text, ground = body.evaluate(COLOURS)
        assert {text, ground} == {"rgb(0, 0, 0)", "rgb(255, 255, 255)"} if scheme == "light" else ground == "rgb(18, 18, 18)"
        assert violations(page) == []


def test_a_long_heading_in_a_narrow_column_is_shortened_not_cut_in_the_middle_of_a_line(browser: Any, site: str) -> None:
    heading = ' titre="Sur les mêmes sujets au centre de ressources"'
    narrow = f'<div style="width: 180px">{component(site, heading)}</div>'
    with opened(browser, narrow) as (page, _):
        shown = page.locator("trouvaille-related h2")
        assert shown.evaluate("(one) => one.scrollHeight <= one.clientHeight && getComputedStyle(one).textOverflow") == "ellipsis"
        assert page.evaluate("window.moved") == 0


def test_a_slow_service_keeps_nobody_waiting_and_moves_nothing(browser: Any, site: str) -> None:
    with gate(site) as (slow, answering), opened(browser, component(slow)) as (page, _):
        page.wait_for_load_state("load")
        assert page.inner_text("#dessous") == "Ce qui suit."
        before = page.evaluate(BELOW)
        assert links(page) == []
        answering.set()
        page.wait_for_selector("trouvaille-related li", timeout=10_000)
        assert page.evaluate(BELOW) == before
        assert page.evaluate("window.moved") == 0


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_error_leaves_the_page_whole_and_logs_one_line(browser: Any, site: str, status: int) -> None:
    with gate(site, status) as (broken, answering), opened(browser, component(broken)) as (page, written):
        page.wait_for_load_state("load")
        before = page.evaluate(BELOW)
        with page.expect_console_message(lambda message: "trouvaille-related" in message.text):
            answering.set()
        assert page.evaluate("document.querySelector('trouvaille-related').shadowRoot.innerHTML") == ""
        assert page.evaluate(BELOW) == before
        assert page.evaluate("window.moved") == 0
        assert [line for line in written if "trouvaille-related" in line] == [
            f"warning: trouvaille-related : pas de contenus proches pour {EVENT} ({status})"
        ]
        assert violations(page) == []


def test_a_service_that_is_down_leaves_the_page_whole(browser: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    fragment = (
        f'<iframe src="{nobody}/widgets/related?cadre=1&amp;url={EVENT}" title="À lire aussi" width="100%" height="300"></iframe>'
    )
    with opened(browser, component(nobody) + fragment) as (page, _):
        page.wait_for_load_state("load")
        assert page.inner_text("h1") == "Un webinaire sur l’eau"
        assert page.inner_text("#dessous") == "Ce qui suit."
        assert page.evaluate("window.moved") == 0


def test_a_service_that_goes_down_after_the_component_has_come_moves_nothing(browser: Any, site: str) -> None:
    with opened(browser, component(site)) as (page, written):
        page.wait_for_selector("trouvaille-related li")
        before = page.evaluate(BELOW)
        page.route("**/widgets/related?*", lambda route: route.abort())
        page.evaluate("document.querySelector('trouvaille-related').setAttribute('titre', 'Encore')")
        page.wait_for_function("!document.querySelector('trouvaille-related').shadowRoot.querySelector('li')")
        assert page.evaluate(BELOW) == before
        assert len([line for line in written if line.startswith("warning: trouvaille-related")]) == 1


def test_the_fragment_in_a_page_of_another_origin_breaks_no_rule(browser: Any, site: str) -> None:
    fragment = urllib.request.urlopen(f"{site}/widgets/related?url={EVENT}").read().decode()
    with opened(browser, fragment) as (page, written):
        assert page.locator("section.trouvaille li").count() == 5
        assert written == []
        assert violations(page) == []


def test_the_fragment_in_a_frame_shows_its_links_at_the_top(browser: Any, site: str) -> None:
    frame = f'<iframe src="{site}/widgets/related?cadre=1&amp;url={EVENT}" title="À lire aussi" width="100%" height="700"></iframe>'
    with opened(browser, frame) as (page, written):
        page.wait_for_load_state("load")
        inside = page.frame_locator("iframe")
        assert inside.locator("li").count() == 5
        assert page.frames[1].evaluate("document.baseURI && document.querySelector('base').target") == "_top"
        assert written == []
        assert violations(page) == []


def test_the_editors_page_shows_the_component_live(browser: Any, site: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site}/widgets/?url={EVENT}")
    page.wait_for_selector("trouvaille-related li")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
