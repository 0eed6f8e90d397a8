import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from indexer.fetching.client import Client, Limits
from indexer.source import Record, Remark, Unreadable
from indexer.sources.site import crawl as crawling
from indexer.sources.site.crawl import Crawl, Visit
from indexer.sources.site.hosts import Hosts
from indexer.sources.site.options import SiteOptions
from indexer.sources.site.source import SiteSource
from indexer.sources.site.store import PageStore
from search.errors import SourceUnreadable
from tests.indexer.extraction import made
from tests.indexer.fetching.misbehaving import BadServer, bad_server
from tests.indexer.site import pages

HTML = "text/html; charset=utf-8"
QUICK = Limits(bytes=1 << 20, seconds=0.5, silence=0.3, tries=2, allow_private=True)


@pytest.fixture
def site() -> Iterator[BadServer]:
    """A site of three pages, with a sitemap that robots.txt names."""
    with bad_server() as server:
        server.pages["/robots.txt"] = (
            "text/plain",
            f"User-agent: *\nDisallow: /ecrire/\nSitemap: {server.address}/plan.xml".encode(),
        )
        for path, page in (("/eau", pages.SPIP), ("/stage", pages.LINKED), ("/mission", pages.WRITTEN)):
            server.pages[path] = (HTML, page.replace("https://portail.example", server.address).encode())
        set_sitemap(server, "/eau", "/stage", "/mission")
        yield server


def set_sitemap(server: BadServer, *addresses: str) -> None:
    whole = [one if one.startswith("http") else server.address + one for one in addresses]
    server.pages["/plan.xml"] = ("text/xml", pages.sitemap(*whole))


class Visits:
    """One crawl after another over the same store, without waiting."""

    def __init__(self, server: BadServer, folder: Path, **options: Any) -> None:
        self.server = server
        self.folder = folder
        self.pauses: list[float] = []
        self.options = SiteOptions(location=f"{server.address}/", **({"delay": 0.0} | options))

    def __call__(self, stop_after: int | None = None) -> list[Visit | Unreadable]:
        client = Client(QUICK, sleep=lambda _: None)
        found: list[Visit | Unreadable] = []
        with PageStore.opened(self.folder) as store:
            hosts = Hosts.of(self.options.location, self.options.url, self.options.hosts)
            for visit in Crawl(self.options, hosts, client, store, sleep=self.pauses.append).visits():
                found.append(visit)
                if len(found) == stop_after:
                    break
        return found


def codes(visits: list[Visit | Unreadable]) -> list[str]:
    return [visit.code if isinstance(visit, Unreadable) else "page" for visit in visits]


def test_a_site_becomes_items(site: BadServer, tmp_path: Path) -> None:
    source = SiteSource(
        SiteOptions(location=f"{site.address}/", url="https://www.portail.example", delay=0, allow_private=True), tmp_path
    )
    found = [one.values["url"] for one in source.records() if isinstance(one, Record)]
    assert found == [f"https://www.portail.example/{path}" for path in ("L-eau-au-Togo", "stage", "mission")]
    assert source.expected() == 3


def test_a_page_is_one_whatever_the_case_of_its_type(site: BadServer, tmp_path: Path) -> None:
    set_sitemap(site, "/stage")
    site.pages["/stage"] = ("Text/HTML; Charset=UTF-8", site.pages["/stage"][1])
    [found] = SiteSource(SiteOptions(location=f"{site.address}/", delay=0, allow_private=True), tmp_path).records()
    assert isinstance(found, Record)
    assert found.values["title"].startswith("Offre de stage")


def test_the_robot_asks_robots_txt_first_and_obeys(site: BadServer, tmp_path: Path) -> None:
    set_sitemap(site, "/eau", "/ecrire/secret")
    assert codes(Visits(site, tmp_path)()) == ["page", "robots"]
    assert next(iter(site.asked)) == "/robots.txt"
    assert site.asked["/ecrire/secret"] == 0


def test_requests_are_spaced_by_the_longer_delay(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path, delay=0.5)
    visits()
    assert all(0.3 < pause <= 0.5 for pause in visits.pauses[1:])
    site.pages["/robots.txt"] = ("text/plain", site.pages["/robots.txt"][1].replace(b"*\n", b"*\nCrawl-delay: 7\n"))
    slower = Visits(site, tmp_path / "2", delay=0.5)
    slower()
    assert all(6 < pause <= 7 for pause in slower.pauses[1:])


def test_a_compressed_sitemap_is_read_to_its_end_or_refused(site: BadServer, tmp_path: Path) -> None:
    plan = site.pages["/plan.xml"][1]
    packed = gzip.compress(plan[:150]) + gzip.compress(plan[150:])
    site.pages["/plan.xml"] = ("application/gzip", packed)
    assert codes(Visits(site, tmp_path)()) == ["page"] * 3
    site.pages["/plan.xml"] = ("application/gzip", packed[:-20])
    with pytest.raises(SourceUnreadable, match="Aucun plan"):
        Visits(site, tmp_path)()


def test_a_site_without_robots_txt_is_visited(site: BadServer, tmp_path: Path) -> None:
    del site.pages["/robots.txt"]
    assert codes(Visits(site, tmp_path, sitemap=(f"{site.address}/plan.xml",))()) == ["page"] * 3


def test_a_site_whose_robots_txt_fails_is_not_visited(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    site.failing.add("/robots.txt")
    with pytest.raises(SourceUnreadable, match=r"robots\.txt"):
        visits()
    assert set(site.asked) == {"/robots.txt"}


def test_an_old_page_is_only_asked_whether_it_changed(site: BadServer, tmp_path: Path) -> None:
    set_sitemap(site, "/ok")
    visits = Visits(site, tmp_path)
    [first], [second] = visits(), visits()
    assert site.asked["/ok"] == 2
    assert site.headers_of["/ok"]["if-none-match"] == '"v1"'
    assert isinstance(first, Visit)
    assert isinstance(second, Visit)
    assert first.page.body == second.page.body != b""


def test_an_interrupted_crawl_goes_on_where_it_was(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    visits(stop_after=2)
    assert codes(visits()) == ["page"] * 3
    assert (site.asked["/eau"], site.asked["/stage"], site.asked["/mission"]) == (1, 1, 1)
    visits()
    assert site.asked["/eau"] == 2


def grow_old(folder: Path, *paths: str) -> None:
    """Has these pages asked for long ago."""
    with closing(sqlite3.connect(folder / "pages.sqlite", isolation_level=None)) as store:
        for path in paths:
            changed = store.execute("UPDATE page SET asked = '2026-01-05T08:00:00+00:00' WHERE address LIKE ?", (f"%{path}",))
            assert changed.rowcount == 1


def paths_of(found: list[Visit | Unreadable]) -> list[str]:
    return [urlsplit(one.page.address).path for one in found if isinstance(one, Visit)]


def test_a_crawl_that_is_taken_up_after_days_asks_again_for_what_it_had_read(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    visits(stop_after=2)
    grow_old(tmp_path, "/eau")
    assert paths_of(visits()) == ["/stage", "/mission", "/eau"]
    assert (site.asked["/eau"], site.asked["/stage"], site.asked["/mission"]) == (2, 1, 1)


def test_a_crawl_without_time_to_ask_again_says_how_old_its_copies_are(site: BadServer, tmp_path: Path) -> None:
    Visits(site, tmp_path)(stop_after=2)
    grow_old(tmp_path, "/eau")
    stage, mission, water = Visits(site, tmp_path, max_seconds=0.0)()
    assert isinstance(stage, Visit)
    assert stage.remarks == ()
    assert isinstance(mission, Unreadable)
    assert isinstance(water, Visit)
    assert water.remarks == (Remark("copie-precedente", "pas de temps pour cette page, copie du 05/01/2026 gardée"),)


def test_a_crawl_that_has_asked_for_every_page_once_is_ended_even_without_time_to_ask_again(
    site: BadServer, tmp_path: Path
) -> None:
    Visits(site, tmp_path)(stop_after=3)
    grow_old(tmp_path, "/eau", "/stage", "/mission")
    set_sitemap(site, "/eau", "/stage")
    assert codes(Visits(site, tmp_path, max_seconds=0.0)()) == ["page", "page"]
    assert codes(Visits(site, tmp_path)()) == ["page", "page"]
    assert stored(tmp_path) == {"/eau", "/stage"}
    assert (site.asked["/eau"], site.asked["/stage"]) == (2, 2)


def test_a_page_that_fails_when_it_is_asked_for_again_stays_as_old_as_it_is(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    visits(stop_after=2)
    grow_old(tmp_path, "/eau")
    site.failing.add("/eau")
    *_, water = visits()
    assert isinstance(water, Visit)
    assert "copie du 05/01/2026" in water.remarks[0].message


def test_a_damaged_store_is_made_anew(site: BadServer, tmp_path: Path) -> None:
    (tmp_path / "pages.sqlite").write_bytes(b"abime" * 1000)
    assert codes(Visits(site, tmp_path)()) == ["page"] * 3


def test_a_page_that_fails_for_now_keeps_its_last_copy(site: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_sitemap(site, "/broken", "/eau")
    site.pages["/broken"] = (HTML, b"<p>avant la panne</p>")
    visits = Visits(site, tmp_path)
    visits()
    del site.pages["/broken"]
    first, _ = visits()
    assert isinstance(first, Visit)
    assert (first.page.body, first.remarks[0].code) == (b"<p>avant la panne</p>", "copie-precedente")
    set_sitemap(site, "/absente", "/eau")
    assert codes(visits()) == ["http-404", "page"]


@pytest.mark.parametrize("path", ["/slow", "/reset", "/broken", "/short", "/silent", "/garbage", "/loop", "/endless", "/bomb"])
def test_a_bad_page_is_reported_and_the_others_come(site: BadServer, tmp_path: Path, path: str) -> None:
    set_sitemap(site, path, "/eau")
    failed, page = Visits(site, tmp_path)()
    assert isinstance(failed, Unreadable)
    assert failed.message
    assert isinstance(page, Visit)


def test_page_after_page_in_failure_ends_the_crawl(site: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "_FAILURES_IN_A_ROW", 3)
    set_sitemap(site, "/eau", *(f"/broken?n={n}" for n in range(9)))
    with pytest.raises(SourceUnreadable, match="3 pages de suite"):
        Visits(site, tmp_path)()
    assert site.asked["/broken"] == 3 * QUICK.tries


@pytest.mark.parametrize("is_open", [True, False])
def test_a_firewall_that_refuses_all_pages_is_told_from_pages_that_became_private(
    site: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_open: bool
) -> None:
    monkeypatch.setattr(crawling, "_FAILURES_IN_A_ROW", 3)
    site.pages["/"] = (HTML, pages.WRITTEN.encode())
    visits = Visits(site, tmp_path)
    visits()
    site.refusing |= {"/eau", "/stage", "/mission", *(() if is_open else ("/",))}
    if is_open:
        assert codes(visits()) == ["http-403"] * 3
        return
    with pytest.raises(SourceUnreadable, match="3 pages de suite"):
        visits()
    assert stored(tmp_path) == {"/eau", "/stage", "/mission"}


def test_a_sitemap_leads_to_no_other_site(site: BadServer, tmp_path: Path) -> None:
    inside = ("http://127.0.0.1:1/admin", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://[")
    set_sitemap(site, "/eau", *inside[:2], *(one for one in inside[2:] if one.startswith("http")))
    assert codes(Visits(site, tmp_path)()) == ["hors-site", "hors-site", "hors-site", "page"]


def test_a_page_that_redirects_elsewhere_is_reported(site: BadServer, tmp_path: Path) -> None:
    with bad_server() as other:
        set_sitemap(site, f"/elsewhere?to={other.address}/ok", "/elsewhere?to=http://169.254.169.254/")
        assert codes(Visits(site, tmp_path)()) == ["hors-site", "adresse-privee"]


def test_without_allowance_nothing_private_is_visited(site: BadServer, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="non publique"):
        list(SiteSource(SiteOptions(location=f"{site.address}/", delay=0), tmp_path).records())
    assert site.asked.total() == 0


def test_sitemaps_of_sitemaps_are_followed_once_and_broken_ones_reported(site: BadServer, tmp_path: Path) -> None:
    site.pages["/deux.xml"] = site.pages["/plan.xml"]
    laughs = b'<!DOCTYPE a [<!ENTITY b "c">]><urlset/>'
    site.pages["/rire.xml"] = ("text/xml", laughs)
    whole = [f"{site.address}/{name}.xml" for name in ("plan", "deux", "rire", "absent")]
    site.pages["/plan.xml"] = ("text/xml", pages.sitemap_index(*whole))
    assert sorted(codes(Visits(site, tmp_path)())) == ["http-404", "page", "page", "page", "plan-illisible"]


def stored(folder: Path) -> set[str]:
    with PageStore.opened(folder) as store:
        return {urlsplit(address).path for address in store.addresses()}


def test_a_sitemap_that_fails_for_now_ends_the_crawl_and_no_page_is_forgotten(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    visits()
    site.failing.add("/plan.xml")
    with pytest.raises(SourceUnreadable, match="Plan de site injoignable"):
        visits()
    assert stored(tmp_path) == {"/eau", "/stage", "/mission"}
    site.failing.clear()
    assert codes(visits()) == ["page"] * 3


@pytest.mark.parametrize("plan", [None, ("text/html", b"<p>Une panne &amp; une page d'erreur")])
def test_a_site_none_of_whose_sitemaps_can_be_read_is_not_taken_for_its_home_page(
    site: BadServer, tmp_path: Path, plan: tuple[str, bytes] | None
) -> None:
    visits = Visits(site, tmp_path)
    visits()
    del site.pages["/plan.xml"]
    site.pages |= {"/plan.xml": plan} if plan else {}
    with pytest.raises(SourceUnreadable, match="Aucun plan") as refused:
        visits()
    assert "follow" in refused.value.remedy
    assert stored(tmp_path) == {"/eau", "/stage", "/mission"}


@pytest.mark.parametrize("named", [(), ("http://autre.example/eau",)])
def test_a_sitemap_that_names_no_page_any_more_costs_the_site_none_of_its_pages(
    site: BadServer, tmp_path: Path, named: tuple[str, ...]
) -> None:
    site.pages["/"] = (HTML, pages.WRITTEN.encode())
    visits = Visits(site, tmp_path)
    visits()
    set_sitemap(site, *named)
    del site.pages["/mission"]
    found = visits()
    assert codes(found) == [*("hors-site" for _ in named), "plan-vide", "page", "page", "page", "http-404"]
    assert not any(one.hides_others for one in found if isinstance(one, Unreadable))
    assert stored(tmp_path) >= {"/eau", "/stage", "/mission"}
    set_sitemap(site, "/eau")
    assert codes(visits()) == ["page"]
    assert stored(tmp_path) == {"/eau"}


def test_a_sitemap_without_a_page_hides_those_that_no_crawl_knows(site: BadServer, tmp_path: Path) -> None:
    site.pages["/"] = (HTML, pages.WRITTEN.encode())
    set_sitemap(site)
    empty, home = Visits(site, tmp_path)()
    assert isinstance(empty, Unreadable)
    assert (empty.code, empty.hides_others, isinstance(home, Visit)) == ("plan-vide", True, True)


def test_pages_of_a_sitemap_that_cannot_be_read_are_asked_for_all_the_same(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path)
    visits()
    site.pages["/une.xml"] = ("text/xml", pages.sitemap(f"{site.address}/eau"))
    site.pages["/plan.xml"] = ("text/xml", pages.sitemap_index(f"{site.address}/une.xml", f"{site.address}/absent.xml"))
    del site.pages["/mission"]
    assert codes(visits()) == ["http-404", "page", "page", "http-404"]
    assert stored(tmp_path) == {"/eau", "/stage", "/mission"}
    asked = site.asked["/stage"]
    visits()
    assert site.asked["/stage"] == asked + 1


def test_links_are_followed_where_there_is_no_sitemap(tmp_path: Path) -> None:
    with bad_server() as server:
        home = '<html><body><h1>Accueil</h1><a href="/a">A</a><a href="/b#x">B</a><a href="https://ailleurs.example/">C</a></body></html>'
        server.pages["/"] = (HTML, home.encode())
        server.pages["/a"] = (HTML, pages.WRITTEN.replace('href="/a"', 'href="/b"').encode())
        server.pages["/b"] = (HTML, pages.WRITTEN.encode())
        source = SiteSource(SiteOptions(location=f"{server.address}/", delay=0, allow_private=True, exclude=("zzz",)), tmp_path)
        found = [one.values["url"] if isinstance(one, Record) else one.code for one in source.records()]
    assert found == ["page-vide", f"{server.address}/a", f"{server.address}/b"]


@pytest.mark.parametrize("path", ["/absente", "/broken", "/elsewhere?to=http://169.254.169.254/"])
def test_a_site_is_not_visited_when_the_page_that_leads_to_all_others_cannot_be_had(tmp_path: Path, path: str) -> None:
    with bad_server() as server:
        visits = Visits(server, tmp_path)
        visits.options = msgspec.structs.replace(visits.options, location=server.address + path)
        with pytest.raises(SourceUnreadable, match="page de départ") as refused:
            visits()
    assert "location" in refused.value.remedy


def test_documents_of_a_site_are_items_and_other_files_are_reported(site: BadServer, tmp_path: Path) -> None:
    site.pages["/IMG/guide_2022.pdf"] = ("application/pdf", made.pdf(tmp_path / "a.pdf", ["", "L’eau au Togo"]).read_bytes())
    site.pages["/IMG/faux.pdf"] = ("application/pdf; charset=binary", b"pas un PDF")
    site.pages["/IMG/a.zip"] = ("application/zip", b"PK")
    set_sitemap(site, "/IMG/guide_2022.pdf", "/IMG/faux.pdf", "/IMG/a.zip")
    source = SiteSource(SiteOptions(location=f"{site.address}/", delay=0, allow_private=True), tmp_path / "etat")
    guide, false, archive = source.records()
    assert isinstance(guide, Record)
    assert (guide.values["title"], guide.values["anchors"]) == ("Guide 2022", ["page=1", "page=2"])
    assert [one.code for one in (false, archive) if isinstance(one, Unreadable)] == ["illisible", "type-inconnu"]


def test_bounds_of_pages_are_reported(site: BadServer, tmp_path: Path) -> None:
    visits = Visits(site, tmp_path, max_pages=2)
    assert codes(visits()) == ["page", "page", "limite"]
    slow = Visits(site, tmp_path / "2", max_seconds=0.0)
    assert codes(slow()) == ["limite"] * 3


def remarks(visits: list[Visit | Unreadable]) -> list[str]:
    return [remark.code for visit in visits if isinstance(visit, Visit) for remark in visit.remarks]


def test_a_slow_day_removes_no_page_and_the_next_crawl_goes_on_where_it_stopped(site: BadServer, tmp_path: Path) -> None:
    visits, late = Visits(site, tmp_path), Visits(site, tmp_path, max_seconds=0.0)
    visits()
    visits(stop_after=1)
    assert site.asked["/eau"] == 2
    found = late()
    assert (codes(found), remarks(found)) == (["page"] * 3, ["copie-precedente"] * 2)
    found = visits()
    assert (codes(found), remarks(found)) == (["page"] * 3, [])
    assert (site.asked["/eau"], site.asked["/stage"], site.asked["/mission"]) == (2, 2, 2)


def test_a_slow_day_keeps_pages_to_which_no_link_was_read(tmp_path: Path) -> None:
    with bad_server() as server:
        server.pages["/"] = (HTML, b'<html><body><h1>Accueil</h1><a href="/a">A</a></body></html>')
        server.pages["/a"] = (HTML, pages.WRITTEN.replace('href="/a"', 'href="/b"').encode())
        server.pages["/b"] = (HTML, pages.WRITTEN.encode())
        options = SiteOptions(location=f"{server.address}/", delay=0, allow_private=True)
        list(SiteSource(options, tmp_path).records())
        late = SiteSource(msgspec.structs.replace(options, max_seconds=0.0), tmp_path).records()
        found = {one.values["url"]: one.remarks[0].code for one in late if isinstance(one, Record)}
    assert found == {f"{server.address}/a": "copie-precedente", f"{server.address}/b": "copie-precedente"}


def test_several_names_are_one_site() -> None:
    hosts = Hosts.of("https://portail.example/", "", ("ancien.example",))
    assert hosts.holds("http://www.portail.example/a")
    assert hosts.holds("https://ancien.example:443/a")
    assert not hosts.holds("https://portail.example:8443/a")
    assert not hosts.holds("https://portail.example.pirate.example/")
    assert hosts.shown("http://ancien.example/a?b=1#c") == "https://portail.example/a?b=1"
    assert replace(hosts, public="https://neuf.example").shown("https://portail.example") == "https://neuf.example/"
