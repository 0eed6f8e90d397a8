"""A polite crawl: robots.txt, a pause between requests, conditional requests, bounds of pages and of time."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from protego import Protego

from indexer.fetching.client import Client, Response
from indexer.source import Remark, Unreadable
from indexer.sources.site.hosts import Hosts
from indexer.sources.site.options import SiteOptions
from indexer.sources.site.sitemap import addresses
from indexer.sources.site.store import PageStore, StoredPage
from search.errors import FetchFailed, SourceUnreadable

ROBOT = "Trouvaille"
_MAX_DELAY = 60.0
_FAILURES_IN_A_ROW = 20
_REFUSALS = {"http-401", "http-403"}
"""What a site says of private pages, and a firewall of all of them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page, and what went wrong when an older copy stands for it."""

    page: StoredPage
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Crawl:
    """Visits the pages of a site, each once; those left out come out with the reason."""

    options: SiteOptions
    hosts: Hosts
    client: Client
    store: PageStore
    sleep: Callable[[float], None] = time.sleep
    found: int = 0
    _waiting: deque[str] = field(default_factory=deque)
    _outdated: deque[str] = field(default_factory=deque)
    """Pages that this crawl asked for too long ago: they are asked for again once there is nothing else."""
    _seen: set[str] = field(default_factory=set)
    _robots: Protego = field(default_factory=lambda: Protego.parse(""))
    _last_request: float = 0.0
    _failures: int = 0
    _until: float = 0.0
    _out_of_time: bool = False
    _some_unknown: bool = False
    """Whether a sitemap could not be read, or says nothing: pages that nothing names may still be there."""

    def visits(self) -> Iterator[Visit | Unreadable]:
        """Raises SourceUnreadable when robots.txt, a sitemap or the page that leads to all cannot be had, or many pages fail."""
        self._until = time.monotonic() + self.options.max_seconds
        self._read_robots()
        yield from self._start()
        visited = 0
        while self._waiting or self._outdated:
            if not self._waiting:
                yield self._visit(self._outdated.popleft(), again=True)
                continue
            address = self._waiting.popleft()
            if visited >= self.options.max_pages:
                yield Unreadable(address, "limite", "au-delà du nombre de pages accordé à ce site")
                continue
            visited += 1
            if self.store.is_outdated(address):
                self._outdated.append(address)
            else:
                yield self._visit(address)
        self._end()

    def _end(self) -> None:
        """A crawl that had no time to ask for each page once is not ended: the next one goes on where it stopped."""
        if self._out_of_time:
            return
        if self._some_unknown:
            self.store.end()
        else:
            self.store.finish()

    def follow(self, links: list[str]) -> None:
        """Adds the links of a page, when the crawl follows links."""
        if self._follows():
            for link in links:
                self._add(link)

    def _start(self) -> Iterator[Unreadable]:
        for one in addresses(self._sitemaps(), lambda sitemap: self._get(self.hosts.fetched(sitemap), {}).body):
            if isinstance(one, Unreadable):
                self._some_unknown = True
                yield self._unless_known(one)
            elif not self.hosts.holds(one):
                yield Unreadable(one[:500], "hors-site", "adresse d’un autre site dans le plan")
            else:
                self._add(one)
        if self._some_unknown and not self._waiting and not self._follows():
            raise SourceUnreadable(
                f"Aucun plan du site {self.options.location} n’est lisible : le site n’est pas visité.",
                remedy="Corrigez sitemap pour cette source, ou suivez ses liens : follow = true.",
            )
        if self._sitemaps() and not self._waiting and not self._follows():
            self._some_unknown = True
            message = "le plan du site ne nomme aucune page : celles des lectures précédentes sont demandées une à une"
            yield self._unless_known(Unreadable(self.options.location, "plan-vide", message))
        if self._follows() or not self._waiting:
            self._add(self.options.location)
        if self._some_unknown:
            self._add_known()

    def _unless_known(self, sitemap: Unreadable) -> Unreadable:
        """A sitemap that tells no pages hides them, unless former crawls know them: then each of them is asked."""
        return replace(sitemap, hides_others=not self.store.addresses())

    def _sitemaps(self) -> list[str]:
        return list(self.options.sitemap) or list(self._robots.sitemaps)

    def _follows(self) -> bool:
        return not self._sitemaps() if self.options.follow is None else self.options.follow

    def _add(self, address: str) -> None:
        if not self.hosts.holds(address):
            return
        address = self.hosts.fetched(address)
        if address not in self._seen and self._is_wanted(address):
            self._seen.add(address)
            self._waiting.append(address)
            self.found += 1

    def _add_known(self) -> None:
        """Adds the pages of former crawls: those that are gone will say so themselves."""
        for address in self.store.addresses():
            self._add(address)

    def _is_wanted(self, address: str) -> bool:
        include, exclude = self.options.include, self.options.exclude
        return (not include or any(re.search(one, address) for one in include)) and not any(
            re.search(one, address) for one in exclude
        )

    def _read_robots(self) -> None:
        address = f"{self.hosts.base}/robots.txt"
        try:
            self._robots = Protego.parse(self._get(address, {}).body.decode("utf-8", "replace"))
        except FetchFailed as error:
            if not re.fullmatch(r"http-4(?!29)\d\d", error.code):
                raise SourceUnreadable(
                    f"{address} ne peut être lu ({error.message}) : le site n’est pas visité.", remedy="Réessayez plus tard."
                ) from error

    def _visit(self, address: str, *, again: bool = False) -> Visit | Unreadable:
        if not self._robots.can_fetch(address, ROBOT):
            return Unreadable(address, "robots", "interdite aux robots par robots.txt")
        known = self.store.page(address)
        if known and self.store.is_fresh(known) and not again:
            return Visit(known)
        if time.monotonic() > self._until:
            return _late_copy(known) if known and again else self._unreached(address, known)
        try:
            visit = Visit(self._fetched(address, known))
        except FetchFailed as error:
            return self._failed(address, known, error)
        self._failures = 0
        return visit

    def _unreached(self, address: str, known: StoredPage | None) -> Visit | Unreadable:
        if not self._out_of_time and self._follows():
            self._add_known()  # links to them are on pages that are not read this time
        self._out_of_time = True
        if known:
            return _late_copy(known)
        return Unreadable(address, "limite", "au-delà du temps accordé à ce site")

    def _fetched(self, address: str, known: StoredPage | None) -> StoredPage:
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
        response = self._get(address, {name: value for name, value in headers.items() if value})
        if response.status == 304 and known:
            self.store.confirm(address)
            return known
        if not self.hosts.holds(response.url):
            raise FetchFailed("hors-site", f"redirige vers {response.url[:300]}")
        got = response.headers.get
        page = StoredPage(
            address,
            self.store.crawl,
            response.url,
            got("content-type", ""),
            got("etag", ""),
            got("last-modified", ""),
            response.body,
        )
        self.store.save(page)
        return page

    def _failed(self, address: str, known: StoredPage | None, error: FetchFailed) -> Visit | Unreadable:
        is_refused = known is not None and error.code in _REFUSALS
        self._failures = self._failures + 1 if error.temporary or is_refused else 0
        if self._failures >= _FAILURES_IN_A_ROW and not (is_refused and self._is_open()):
            raise SourceUnreadable(f"{_FAILURES_IN_A_ROW} pages de suite en échec, la dernière : {error.message}") from error
        if known and error.temporary:
            self.store.keep(address)
            return _copy(known, f"page injoignable ({error.message})")
        if self._follows() and self._seen == {address}:
            raise SourceUnreadable(
                f"La page de départ {address} ne peut être lue ({error.message}) : le site n’est pas visité.",
                remedy="Vérifiez location pour cette source, ou réessayez plus tard.",
            ) from error
        return Unreadable(address, error.code, error.message)

    def _is_open(self) -> bool:
        """Whether the site itself lets us in: then pages that it refuses are private ones."""
        self._failures = 0
        try:
            self._get(self.options.location, {})
        except FetchFailed:
            return False
        return True

    def _get(self, address: str, headers: dict[str, str]) -> Response:
        delay = min(_MAX_DELAY, max(self.options.delay, float(self._robots.crawl_delay(ROBOT) or 0)))
        self.sleep(max(0.0, self._last_request + delay - time.monotonic()))
        try:
            return self.client.get(address, headers)
        finally:
            self._last_request = time.monotonic()


def _late_copy(page: StoredPage) -> Visit:
    return _copy(page, "pas de temps pour cette page")


def _copy(page: StoredPage, reason: str) -> Visit:
    return Visit(page, (Remark("copie-precedente", f"{reason}, copie du {page.asked:%d/%m/%Y} gardée"),))
