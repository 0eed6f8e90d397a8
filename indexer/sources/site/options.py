"""The options of a site."""

from typing import Annotated, Any

import msgspec

from indexer.sources.options import Options

Positive = Annotated[float, msgspec.Meta(ge=0)]


class SiteOptions(Options, frozen=True, kw_only=True):
    """``location``: an address to crawl from, or a folder of saved pages; ``url`` the site's public address when it is another one.

    ``hosts`` are other names of the site. ``sitemap`` defaults to what robots.txt names. ``follow``: links are followed, not
    only the sitemap (by default when there is none). ``include`` and ``exclude`` are regular expressions on addresses.
    ``only_items``: pages that are neither dated nor marked as an article are left out. The last lists are CSS selectors.
    """

    url: str = ""
    hosts: tuple[str, ...] = ()
    sitemap: tuple[str, ...] = ()
    follow: bool | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only_items: bool = False
    events: tuple[str, ...] = ("Agenda",)
    resources: tuple[str, ...] = ("Centre de ressources", "Ressources")
    delay: Positive = 1.0
    max_pages: int = 10_000
    max_seconds: float = 6 * 3600.0
    max_bytes: int = 20 << 20
    page_seconds: float = 60.0
    user_agent: str = ""
    allow_private: bool = False
    content: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()

    @property
    def selectors(self) -> dict[str, Any]:
        """The CSS selectors by what they find."""
        names = ("content", "remove", "title", "summary", "date", "updated", "authors", "themes", "breadcrumb", "item", "listing")
        return {name: list(getattr(self, name)) for name in names if getattr(self, name)}
