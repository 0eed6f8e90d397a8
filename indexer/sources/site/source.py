"""A site as a source: its pages, crawled or read from a folder, each a record or left out with the reason."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml.cssselect import CSSSelector

from indexer.extraction.bounded import BoundedWorker, ExtractionFailed
from indexer.fetching.client import USER_AGENT, Client, Limits, charset
from indexer.fetching.location import is_address
from indexer.source import Record, Remark, Unreadable
from indexer.sources.files_below import files_below, unopened
from indexer.sources.site.attachments import attachment_values, suffix_of
from indexer.sources.site.crawl import Crawl, Visit
from indexer.sources.site.hosts import Hosts
from indexer.sources.site.items import reason_not_kept, values_of
from indexer.sources.site.options import SiteOptions
from indexer.sources.site.store import PageStore
from search.errors import SourceUnreadable

_PAGES = {".html", ".htm", ".xhtml"}


class SiteSource:
    """``folder`` is where a crawl keeps what it fetched."""

    repeats_itself = True

    def __init__(self, options: SiteOptions, folder: Path) -> None:
        _check(options)
        self._options = options
        self._folder = folder
        self.name = options.label
        self._found = 0

    def expected(self) -> int | None:
        return self._found or None

    def records(self) -> Iterator[Record | Unreadable]:
        with BoundedWorker(seconds=self._options.page_seconds) as worker:
            yield from self._crawled(worker) if is_address(self._options.location) else self._saved(worker)

    def _crawled(self, worker: BoundedWorker) -> Iterator[Record | Unreadable]:
        options = self._options
        hosts = Hosts.of(options.location, options.url, options.hosts)
        limits = Limits(bytes=options.max_bytes, seconds=options.page_seconds, allow_private=options.allow_private)
        client = Client(limits, agent=options.user_agent or USER_AGENT)
        with PageStore.opened(self._folder) as store, tempfile.NamedTemporaryFile(suffix=".html") as file:
            crawl = Crawl(options, hosts, client, store)
            for visit in crawl.visits():
                self._found = crawl.found
                if isinstance(visit, Unreadable):
                    yield visit
                    continue
                outcome, links = self._fetched(worker, visit, Path(file.name), hosts)
                crawl.follow(links)
                yield outcome

    def _fetched(self, worker: BoundedWorker, visit: Visit, file: Path, hosts: Hosts) -> tuple[Record | Unreadable, list[str]]:
        """The record of what was fetched, a page or a document, and the page's links."""
        page = visit.page
        file.write_bytes(page.body)
        if not page.type or "html" in page.type.lower():
            return self._outcome(worker, str(file), page.found_at, charset({"content-type": page.type}), hosts, visit.remarks)
        suffix = suffix_of(page.type)
        if not suffix:
            return Unreadable(page.address, "type-inconnu", f"ni page ni document connu ({page.type[:100]})"), []
        try:
            values, remarks = attachment_values(worker, str(file), suffix, hosts.shown(page.found_at))
        except ExtractionFailed as error:
            return Unreadable(page.address, error.code, f"document illisible : {error.message}"), []
        return Record(page.address, values, (*visit.remarks, *(Remark(code, message) for code, message in remarks))), []

    def _saved(self, worker: BoundedWorker) -> Iterator[Record | Unreadable]:
        folder = Path(self._options.location)
        if not folder.is_dir():
            raise SourceUnreadable(f"Le dossier {folder} n’existe pas.", remedy="Indiquez une adresse ou un dossier de pages.")
        files, closed = files_below(folder)
        paths = [path for path in files if path.suffix.lower() in _PAGES]
        self._found = len(paths)
        base = self._options.url.rstrip("/")
        for path in paths:
            where = path.relative_to(folder).as_posix()
            address = f"{base}/{where}" if base else f"http://localhost/{where}"
            hosts = Hosts.of(address, self._options.url, self._options.hosts) if base else None
            yield self._outcome(worker, str(path), address, "", hosts, ())[0]
        yield from unopened(folder, files, closed, lambda _: ())  # pages tell their addresses themselves

    def _outcome(
        self, worker: BoundedWorker, path: str, address: str, encoding: str, hosts: Hosts | None, remarks: tuple[Remark, ...]
    ) -> tuple[Record | Unreadable, list[str]]:
        """The record of a page, and its links. ``hosts`` is None when only the page itself tells its address."""
        where = address if hosts else address.removeprefix("http://localhost/")
        try:
            page: dict[str, Any] = worker.call(
                "indexer.extraction.pages:read_page", path, address, encoding, self._options.selectors
            )
        except ExtractionFailed as error:
            return Unreadable(where, error.code, f"page illisible : {error.message}"), []
        if reason := reason_not_kept(page, self._options):
            return Unreadable(where, *reason), page["links"]
        canonical = page["canonical"] or address
        shown = (hosts.shown(canonical if hosts.holds(canonical) else address)) if hosts else canonical
        if not hosts and shown.startswith("http://localhost/"):
            return Unreadable(where, "sans-adresse", 'la page ne dit pas son adresse : donnez url = "https://…" à cette source'), []
        if page["odd_date"]:
            remarks = (*remarks, Remark("date-illisible", f"date illisible : {page['odd_date']}"))
        return Record(where, values_of(page, shown, self._options), remarks), page["links"]


def _check(options: SiteOptions) -> None:
    """Refuses selectors and patterns that nothing could understand."""
    for expression in (*options.include, *options.exclude):
        try:
            re.compile(expression)
        except re.error as error:
            raise SourceUnreadable(
                f"Expression incomprise : {expression} ({error}).", remedy="Corrigez include ou exclude."
            ) from error
    for selector in (one for selectors in options.selectors.values() for one in selectors):
        try:
            CSSSelector(selector, translator="html")
        except Exception as error:
            raise SourceUnreadable(f"Sélecteur CSS incompris : {selector} ({error}).", remedy="Corrigez cette source.") from error
