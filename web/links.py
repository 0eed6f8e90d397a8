"""The addresses of the pages: paths, so that the same page has the same bytes under every host name.

Feeds and descriptions, which leave the site, need whole addresses: those begin with ``base``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from web.parameters import SearchParameters

SEARCH = "/recherche"
ITEM = "/contenu/"
CALENDAR = "/agenda/"
CLICKS = "/statistiques/clic"
FEEDS = ("atom", "rss", "json", "ics", "csv")
"""The forms of a search that can be subscribed to or opened elsewhere; each is the ending of its address."""


@dataclass(frozen=True, slots=True)
class Links:
    """``root`` is the prefix of every path (encoded, without a trailing slash); ``base`` the address that visitors use, prefix
    included; ``look`` tells versions of our own files apart.
    """

    root: str = ""
    base: str = ""
    look: str = ""

    @property
    def home(self) -> str:
        return f"{self.root}/"

    @property
    def search_form(self) -> str:
        return f"{self.root}{SEARCH}"

    @property
    def api_page(self) -> str:
        return f"{self.root}/api"

    @property
    def suggestions(self) -> str:
        return f"{self.root}/api/v1/suggest"

    @property
    def clicks(self) -> str:
        """Where the pages' script tells which result was opened."""
        return f"{self.root}{CLICKS}"

    @property
    def search_description(self) -> str:
        return f"{self.root}/opensearch.xml"

    def file(self, name: str) -> str:
        """One of our own files, in its present version."""
        return f"{self.root}/static/{name}?v={self.look}"

    @property
    def widgets(self) -> str:
        return f"{self.root}/widgets/"

    @property
    def widgets_style(self) -> str:
        return self.file("widgets.css")

    @property
    def component(self) -> str:
        return f"{self.root}/widgets/related.js"

    def search(self, parameters: SearchParameters) -> str:
        """The page of a search, with every filter it has."""
        return self._with_query(SEARCH, parameters)

    def narrowing(self, parameters: SearchParameters, field: str) -> Callable[[str], str]:
        """From one more label of a field to the page of the search that has it: what the links of a facet share is written once."""
        before, after = parameters.query_around(field)
        return lambda value: f"{self.root}{SEARCH}?{before}{field}={quote_plus(value)}{after}"

    def feed(self, parameters: SearchParameters, form: str) -> str:
        """A search in one of the forms of ``FEEDS``."""
        return self._with_query(f"{SEARCH}.{form}", parameters)

    def item(self, item: str) -> str:
        """The page of an item. Slashes of its id stay slashes: some servers refuse them encoded."""
        return f"{self.root}{ITEM}{quote(item, safe='/')}"

    def calendar(self, item: str) -> str:
        """An event as a calendar file."""
        return f"{self.root}{CALENDAR}{quote(item, safe='/')}"

    def absolute(self, path: str) -> str:
        """The whole address of a path of ours."""
        return f"{self.base}{path.removeprefix(self.root)}"

    def _with_query(self, path: str, parameters: SearchParameters) -> str:
        query = parameters.query_string()
        return f"{self.root}{path}?{query}" if query else f"{self.root}{path}"


def web_address(url: str) -> str:
    """The address when it is one of the Web, else nothing: ``javascript:`` never becomes a link."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def origin_of(url: str) -> str:
    """``https://host:port`` of an address of the Web, in lower case, or nothing."""
    if not web_address(url):
        return ""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0].partition('#')[0]}".lower()
